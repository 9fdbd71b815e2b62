/**
 * A node as @babel/parser gives it, with what is read here of any type of node. Its own types name over two hundred
 * shapes; here the text of a node counts, and what the text becomes is parsed again.
 */
export type WrittenNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: unknown;
  readonly declare?: boolean | null;
  readonly abstract?: boolean | null;
  readonly optional?: boolean | null;
  readonly definite?: boolean | null;
  readonly importKind?: string | null;
  readonly exportKind?: string | null;
  readonly id?: WrittenNode | null;
  readonly key?: WrittenNode;
  readonly body?: WrittenNode | readonly WrittenNode[];
  readonly declaration?: WrittenNode | null;
  readonly source?: WrittenNode | null;
  readonly expression?: WrittenNode;
  readonly parameter?: WrittenNode;
  readonly initializer?: WrittenNode | null;
  readonly returnType?: WrittenNode | null;
  readonly value?: unknown;
  readonly openingElement?: WrittenNode;
  readonly decorators?: readonly WrittenNode[] | null;
  readonly implements?: readonly WrittenNode[] | null;
  readonly members?: readonly WrittenNode[];
  readonly attributes?: readonly WrittenNode[];
  readonly children?: readonly WrittenNode[];
};

/** One change of a text that moves nothing: blanks from `start` to `end`, then `put` over the first of them. */
export type Edit = {
  readonly start: number;
  readonly end: number;
  readonly put: string;
  /** Whether what is taken away has no part in what runs, as types have none: then a change of it is no change. */
  readonly isType: boolean;
};

/** Used for what only the compiler reads. */
export function eraseType(start: number, end: number, put = ''): Edit {
  return { start, end, put, isType: true };
}

/** Used for what runs, but is not written in JavaScript. */
export function rewrite(start: number, end: number, put = ''): Edit {
  return { start, end, put, isType: false };
}

/** Line ends stay, so that lines and columns do. All is blanked before anything is put: edits may lie in one another. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const units = text.split('');
  for (const { start, end } of edits) {
    for (let at = start; at < end; at += 1) if (!isLineEnd(units[at])) units[at] = ' ';
  }
  for (const { start, put } of edits) for (const [at, unit] of [...put].entries()) units[start + at] = unit;
  return units.join('');
}

function isLineEnd(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r' || unit === '\u2028' || unit === '\u2029';
}

/** Nodes directly below one, in the order in which Babel names them. */
export function partsOf(node: WrittenNode): readonly WrittenNode[] {
  return Object.values(node).flatMap((value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter(isWrittenNode),
  );
}

function isWrittenNode(value: unknown): value is WrittenNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}
