/** More leaves are not looked at one by one; such a body is matched as text. */
const mostLeaves = 5_000;
const deepest = 100;

/**
 * The scalar values of a structured body by place (`/items/0/sku`), each with the letter of its type before it: JSON by
 * value, a form by field. Null when the body is neither, or too large to be taken apart. Used to match calls.
 */
export function bodyLeaves(text: string, contentType: string): ReadonlyMap<string, string> | null {
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return formLeaves(text);
  if (contentType === '' && /^[\w.%[\]+-]+=[^\s&]*(&[\w.%[\]+-]+=[^\s&]*)*$/.test(text))
    return formLeaves(text);
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const leaves = new Map<string, string>();
    return gather(JSON.parse(text), '', leaves) ? leaves : null;
  } catch {
    return null;
  }
}

function formLeaves(text: string): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    let place = `/${name}`;
    for (let again = 1; leaves.has(place); again += 1) place = `/${name}/${again}`;
    leaves.set(place, `s${value}`);
  }
  return leaves;
}

function gather(value: unknown, place: string, leaves: Map<string, string>): boolean {
  if (leaves.size > mostLeaves || place.split('/').length > deepest) return false;
  if (typeof value !== 'object' || value === null) {
    leaves.set(place, scalar(value));
    return true;
  }
  const members = Object.entries(value);
  if (members.length === 0) leaves.set(place, Array.isArray(value) ? 'a' : 'o');
  return members.every(([name, member]) => gather(member, `${place}/${escaped(name)}`, leaves));
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'number') return `n${value}`;
  return value === null ? 'z' : `b${String(value)}`;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
