/** Short forms in which the corpora of the bench are written. */
import type { Difference, Edit, Fault, Harmless } from './seeded-change.ts';

type WrittenFault = {
  readonly id: string;
  readonly fault: string;
  readonly edits: readonly Edit[];
  readonly differs: Difference;
};

/** Names of faults are unique within their service. */
export function faultsOf(app: string, written: readonly WrittenFault[]): readonly Fault[] {
  return written.map(({ id, ...rest }) => ({ kind: 'fault', id: `${app}/${id}`, app, ...rest }));
}

export function edit(file: string, find: string, replace: string): Edit {
  return { file, find, replace };
}

export function inAnswers(request: RegExp, place: string): Difference {
  return { in: 'answers', request, place };
}

type WrittenHarmless = { readonly id: string; readonly what: string; readonly edits: readonly Edit[] };

export function harmlessOf(app: string, written: readonly WrittenHarmless[]): readonly Harmless[] {
  return written.map(({ id, ...rest }) => ({
    ...({ kind: 'harmless', id: `${app}/${id}`, app, how: 'by-hand' } as const),
    ...rest,
  }));
}
