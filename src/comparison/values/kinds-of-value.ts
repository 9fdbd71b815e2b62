import type { Divergence } from '../../domain/divergence.ts';

/** Kinds whose two sides are one value each, so that what varies there can be learned as a constraint. */
export function isValueKind(kind: Divergence['kind']): boolean {
  return (
    kind === 'value-changed' || kind === 'header-changed' || kind === 'row-changed' || kind === 'key-changed'
  );
}

/** Whether a divergence is told in changed lines. */
export function isText({ kind, hunks }: Divergence): boolean {
  return kind === 'text-changed' || (kind === 'file-changed' && hunks !== undefined);
}

/** Marks a stored id that leads to another row than the baseline's: it may vary, but not so. */
export const brokenIdNote = 'leads to another row than in the baseline';
