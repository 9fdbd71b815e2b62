/** A string or a number inside a JSON text, with where it stands, both as a place and as offsets for editing. */
export type JsonLeaf = {
  readonly kind: 'string' | 'number';
  /** The string itself, or the number with its digits as written. */
  readonly text: string;
  /** JSON Pointer from the top of the document. Put together when it is asked for, since few are. */
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

/** Name of a member, index of an element, or `top` for the document itself. */
export type Step = string | number;
export const top = -1;

/** An object or array that is being read, and what it is called. */
export type Container = Pick<JsonLeaf, 'name' | 'parent' | 'inArray'> & {
  readonly above: Container | null;
  readonly step: Step;
  readonly depth: number;
};

/** What the document stands in. */
export const outside: Container = { above: null, step: top, name: '', parent: '', inArray: false, depth: -1 };

/** One object a leaf: what its place says is worked out when it is asked for. */
export class ReadLeaf implements JsonLeaf {
  readonly kind: JsonLeaf['kind'];
  readonly text: string;
  readonly start: number;
  readonly end: number;
  private readonly within: Container;
  private readonly step: Step;

  constructor(within: Container, step: Step, found: Pick<JsonLeaf, 'kind' | 'text' | 'start' | 'end'>) {
    this.kind = found.kind;
    this.text = found.text;
    this.start = found.start;
    this.end = found.end;
    this.within = within;
    this.step = step;
  }

  get name(): string {
    return nameOf(this.within, this.step);
  }

  get parent(): string {
    return parentOf(this.within, this.step);
  }

  get inArray(): boolean {
    return isInArray(this.within, this.step);
  }

  get pointer(): string {
    let pointer = pieceOf(this.step);
    for (let at: Container | null = this.within; at !== null; at = at.above)
      pointer = pieceOf(at.step) + pointer;
    return pointer;
  }
}

/** Used when an object or array begins. */
export function containerAt(within: Container, step: Step): Container {
  return {
    above: within,
    step,
    name: nameOf(within, step),
    parent: parentOf(within, step),
    inArray: isInArray(within, step),
    depth: within.depth + 1,
  };
}

function nameOf({ name }: Container, step: Step): string {
  return typeof step === 'string' ? step : name;
}

function parentOf({ name, parent }: Container, step: Step): string {
  return typeof step === 'string' ? name : parent;
}

function isInArray({ inArray }: Container, step: Step): boolean {
  return inArray || (typeof step === 'number' && step !== top);
}

function pieceOf(step: Step): string {
  if (typeof step === 'string') return `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return step === top ? '' : `/${step}`;
}
