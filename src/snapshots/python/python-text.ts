import type { parser } from '@lezer/python';
import type { SyntaxNode } from '../source/syntax-tree.ts';

/** A part of the tree that the parser of Python gives. */
export type SyntaxPart = ReturnType<typeof parser.parse>['topNode'];

/** Used while a file is read: its text, and where its lines begin. */
export class PythonText {
  readonly text: string;
  readonly #lineStarts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  lineOf(offset: number): number {
    let [low, high] = [0, this.#lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  of({ from, to }: Span): string {
    return this.text.slice(from, to);
  }

  /** A node of the common tree over a span of the text, which may end in blanks: a block ends where the next line begins. What it must have beside its type is for the caller to give. */
  node(span: Span, fields: { readonly type: SyntaxNode['type'] } & Record<string, unknown>): SyntaxNode {
    const end = span.from + this.of(span).trimEnd().length;
    const place = { start: span.from, end, loc: { start: this.#at(span.from), end: this.#at(end) } };
    return Object.assign(place, fields) as unknown as SyntaxNode;
  }

  name(span: Span, name = this.of(span)): SyntaxNode {
    return this.node(span, { type: 'Identifier', name });
  }

  #at(offset: number): { line: number; column: number } {
    const line = this.lineOf(offset);
    return { line, column: offset - (this.#lineStarts[line - 1] ?? 0) };
  }
}

export type Span = { readonly from: number; readonly to: number };

/** Direct children of a part, comments left out. */
export function partsOf(part: SyntaxPart): readonly SyntaxPart[] {
  const parts: SyntaxPart[] = [];
  for (let child = part.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') parts.push(child);
  }
  return parts;
}

/** Splits parts at separators of one name, the separators left out. */
export function splitAt(parts: readonly SyntaxPart[], separator: string): readonly (readonly SyntaxPart[])[] {
  const groups: SyntaxPart[][] = [[]];
  for (const part of parts) {
    if (part.name === separator) groups.push([]);
    else groups.at(-1)?.push(part);
  }
  return groups;
}
