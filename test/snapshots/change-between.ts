import { diffArrays } from 'diff';
import type { ChangedBlock, ChangedFile } from '../../src/domain/change.ts';

/** The change of one file as git would report it, from the texts of both sides. */
export function changeBetween(path: string, baseline: string, candidate: string): ChangedFile {
  const blocks: ChangedBlock[] = [];
  let [left, right] = [1, 1];
  let open: { left: number; right: number } | null = null;
  const close = (): void => {
    if (open === null) return;
    blocks.push({ baseline: range(open.left, left), candidate: range(open.right, right) });
    open = null;
  };
  for (const part of diffArrays(baseline.split('\n'), candidate.split('\n'))) {
    if (!part.added && !part.removed) close();
    else open ??= { left, right };
    if (!part.added) left += part.value.length;
    if (!part.removed) right += part.value.length;
  }
  close();
  return { path, status: 'modified', binary: false, blocks };
}

function range(start: number, end: number): { start: number; end: number } | null {
  return end > start ? { start, end: end - 1 } : null;
}
