/** A string or a number inside a JSON text, with where it stands, both as a place and as offsets for editing. */
export type JsonLeaf = {
  readonly kind: 'string' | 'number';
  /** The string itself, or the number with its digits as written. */
  readonly text: string;
  /** JSON Pointer from the top of the document. */
  readonly pointer: string;
  /** Name of the member it is the value of; arrays take the name of their member. Empty at the top. */
  readonly name: string;
  /** Name of the member that holds the object it stands in. Empty at the top. */
  readonly parent: string;
  readonly inArray: boolean;
  /** Offsets of the literal, quotes included. */
  readonly start: number;
  readonly end: number;
};

type Frame = Pick<JsonLeaf, 'pointer' | 'name' | 'parent' | 'inArray'> & { readonly depth: number };

const deepest = 256;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
const whiteSpace = /[ \t\r\n]*/y;

/**
 * Used on bodies from which values are taken or in which they are replaced. Reads without building the document: digits, duplicate
 * keys and spacing stay as they are. Returns whether the whole text was JSON; leaves before a mistake were visited by then.
 */
export function readJsonLeaves(text: string, visit: (leaf: JsonLeaf) => void): boolean {
  const reader = new JsonReader(text, visit);
  return reader.readDocument();
}

class JsonReader {
  private readonly text: string;
  private readonly visit: (leaf: JsonLeaf) => void;
  private at = 0;

  constructor(text: string, visit: (leaf: JsonLeaf) => void) {
    this.text = text;
    this.visit = visit;
  }

  readDocument(): boolean {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    const whole = this.readValue({ pointer: '', name: '', parent: '', inArray: false, depth: 0 });
    this.skip(whiteSpace);
    return whole && this.at === this.text.length;
  }

  private readValue(frame: Frame): boolean {
    this.skip(whiteSpace);
    switch (this.text[this.at]) {
      case '{':
        return frame.depth < deepest && this.readObject(frame);
      case '[':
        return frame.depth < deepest && this.readArray(frame);
      case '"':
        return this.readString(frame);
      default:
        return this.readNumber(frame) || this.skip(word);
    }
  }

  private readObject(frame: Frame): boolean {
    this.at += 1;
    if (this.take('}')) return true;
    do {
      this.skip(whiteSpace);
      const key = this.stringHere();
      if (key === null || !this.take(':')) return false;
      const pointer = `${frame.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const { inArray, depth } = frame;
      if (!this.readValue({ pointer, name: key, parent: frame.name, inArray, depth: depth + 1 }))
        return false;
    } while (this.take(','));
    return this.take('}');
  }

  private readArray(frame: Frame): boolean {
    this.at += 1;
    if (this.take(']')) return true;
    let index = 0;
    do {
      const pointer = `${frame.pointer}/${index}`;
      if (!this.readValue({ ...frame, pointer, inArray: true, depth: frame.depth + 1 })) return false;
      index += 1;
    } while (this.take(','));
    return this.take(']');
  }

  private readString(frame: Frame): boolean {
    const start = this.at;
    const text = this.stringHere();
    if (text === null) return false;
    this.leaf(frame, { kind: 'string', text, start });
    return true;
  }

  private readNumber(frame: Frame): boolean {
    const start = this.at;
    if (!this.skip(number) || this.at === start) return false;
    this.leaf(frame, { kind: 'number', text: this.text.slice(start, this.at), start });
    return true;
  }

  private leaf(frame: Frame, found: Pick<JsonLeaf, 'kind' | 'text' | 'start'>): void {
    const { pointer, name, parent, inArray } = frame;
    this.visit({ ...found, pointer, name, parent, inArray, end: this.at });
  }

  /** The string literal that begins here, unescaped; null when none does. Moves behind it. */
  private stringHere(): string | null {
    if (this.text[this.at] !== '"') return null;
    const start = this.at;
    let end = this.text.indexOf('"', start + 1);
    while (end !== -1 && this.isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end === -1) return null;
    this.at = end + 1;
    const raw = this.text.slice(start + 1, end);
    return raw.includes('\\') ? unescaped(raw) : raw;
  }

  private isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.text[at - 1 - backslashes] === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  }

  private take(character: string): boolean {
    this.skip(whiteSpace);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.test(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }
}

/** Null for an escape that JSON does not know. */
function unescaped(raw: string): string | null {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return null;
  }
}
