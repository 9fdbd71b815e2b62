/** `1 exchange`, `312 exchanges`. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Digits in groups of three, the same on every machine: `1,204`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share as per cent, rounded down: 100 % is said only of the whole. */
export function percent(share: number): string {
  return `${Math.floor(share * 1000 + 1e-9) / 10} %`;
}

/** Line numbers as ranges: `41–44, 47`. The first ranges, and how many lines more. */
export function lineRanges(lines: readonly number[], most = 6): string {
  const ranges: [start: number, end: number][] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  const shown = ranges.slice(0, most).map(([start, end]) => (start === end ? `${start}` : `${start}–${end}`));
  const more = ranges.slice(most).reduce((sum, [start, end]) => sum + end - start + 1, 0);
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** First digits of a digest or commit, as many as are shown everywhere: 12 of a digest, 7 of a commit. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
