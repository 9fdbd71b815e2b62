/**
 * The known name that a mistyped one most likely stands for, or null when none is near. Used for keys and for
 * values of closed sets; case, `_` and `-` are not counted as mistakes, so `minimumFidelity` finds its key.
 */
export function suggestName(written: string, known: readonly string[]): string | null {
  const plain = simplified(written).slice(0, 60);
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of known) {
    const distance = editDistance(plain, simplified(name));
    if (distance <= tolerated(name) && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

function simplified(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function tolerated(name: string): number {
  return Math.max(1, Math.min(3, Math.floor((name.length + 1) / 3)));
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        row > 1 && column > 1 && swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
