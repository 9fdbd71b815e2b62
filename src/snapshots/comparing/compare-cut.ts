import type { CapturedValue } from '../../domain/runtime-snapshot.ts';

/**
 * Used where one of two captures was cut so that its snapshot keeps its bound. What is cut depends on what else was captured beside it, so
 * that the other build may have it whole: then nothing is held against what cannot be seen. Two that were both cut are told apart by digest.
 */
export function isSameThoughCut(a: CapturedValue, b: CapturedValue): boolean {
  if (a.type === 'string') return isSameText(a, b);
  return a.reason !== b.reason || a.digest === b.digest;
}

/** Whether either was cut for the bound of its snapshot. */
export function isCutToSize(a: CapturedValue, b: CapturedValue): boolean {
  return a.reason === 'size' || b.reason === 'size';
}

/** The digest of a text is that of all of it, wherever it was cut. */
function isSameText(a: CapturedValue, b: CapturedValue): boolean {
  if (a.length !== b.length) return false;
  if (a.digest !== undefined && b.digest !== undefined) return a.digest === b.digest;
  const [left = '', right = ''] = [a.text, b.text];
  return left.startsWith(right) || right.startsWith(left);
}
