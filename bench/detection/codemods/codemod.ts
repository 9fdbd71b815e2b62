import type { ReadProgram } from './walk-program.ts';

/** A piece of the text that is put in another's place. */
export type Splice = { readonly start: number; readonly end: number; readonly text: string };

/** Rewrites that keep what a program does. Each site is one rewrite, made of splices that do not overlap. */
export type Codemod = {
  readonly name: string;
  readonly sites: (read: ReadProgram) => readonly (readonly Splice[])[];
};

export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = text;
  for (const { start, end, text: put } of [...splices].sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + put + result.slice(end);
  return result;
}
