import type { Divergence } from '../../domain/divergence.ts';
import { linesCutNote } from './compare-text.ts';

/** As many changed lines as a reader is shown. */
const mostShown = 120;

/**
 * Used once a text is judged, and before it is shown or stored: every changed line was held against noise, and the first
 * are enough to see what changed. Says how many are not shown.
 */
export function cutHunks(divergence: Divergence): Divergence {
  const { hunks } = divergence;
  if (hunks === undefined || countLines(hunks) <= mostShown) return divergence;
  const kept: string[] = [];
  let room = mostShown;
  for (const hunk of hunks) {
    if (room <= 0) break;
    const shown = cutHunk(hunk, room);
    room -= shown.length - 1;
    kept.push(shown.join('\n'));
  }
  const cut = `${linesCutNote}, ${countLines(hunks) - countLines(kept)} are not shown`;
  const note = divergence.note === undefined ? cut : `${divergence.note}; ${cut}`;
  return { ...divergence, hunks: kept, note };
}

/** Half of what is removed and half of what is added, below the line that says where. */
function cutHunk(hunk: string, room: number): readonly string[] {
  const [head = '', ...lines] = hunk.split('\n');
  const share = Math.ceil(room / 2);
  const removed = lines.filter((line) => line.startsWith('-'));
  const added = lines.filter((line) => line.startsWith('+'));
  return [head, ...removed.slice(0, share), ...added.slice(0, share)];
}

function countLines(hunks: readonly string[]): number {
  return hunks.reduce((sum, hunk) => sum + hunk.split('\n').length - 1, 0);
}
