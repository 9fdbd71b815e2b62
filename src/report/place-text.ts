/** Sections of what is done on the way to an answer: `query postgresql items`, `file out/a.csv`, `process convert`. */
const effects: ReadonlySet<string> = new Set(['query', 'file', 'process']);

/**
 * A place as people write it: `body/items/0/price` → `body.items.0.price`. Steps that would read as something else,
 * because they hold a dot or a blank, stand in brackets and quotes.
 */
export function placeText(place: string): string {
  const [start = '', ...steps] = place.split('/');
  if (effects.has(start)) return [start, ...steps.map(plainStep)].join(' ');
  if (start === 'state') return storedText(steps.map(plainStep));
  return [start, ...steps.map(stepText)].join('');
}

/**
 * What is stored, as its store would name it: `orders[17].total_cents`, and `orders.total_cents` for all rows; a file
 * by its path, a key behind the number of its database.
 */
function storedText([store = '', unit, key, ...columns]: readonly string[]): string {
  if (unit === undefined) return store;
  if (key === undefined) return `${store}/${unit}`;
  const table = /^\d+$/.test(unit) ? `${store} ${unit}` : unit;
  return [key === '*' ? table : `${table}[${key}]`, ...columns].join('.');
}

/** JSON Pointer writes `~1` for a slash and `~0` for a tilde inside a step. */
function stepText(step: string): string {
  const name = plainStep(step);
  return /^(\(jwt\)|[\p{L}\p{N}_$*-]+)$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function plainStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
