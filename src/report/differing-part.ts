/** Values up to this length are shown whole; of longer ones, what both sides share at their start is left out. */
const shownWhole = 60;
const kept = 15;

/**
 * Two long values from shortly before the place at which they part, so that the difference is in sight and not
 * behind the cut. What was left out at the start is marked by `…`.
 */
export function differingPart(before: string, after: string): readonly [before: string, after: string] {
  const shared = sharedStart(before, after);
  if (Math.max(before.length, after.length) <= shownWhole || shared <= kept * 2) return [before, after];
  const from = shared - kept;
  return [`…${before.slice(from)}`, `…${after.slice(from)}`];
}

function sharedStart(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && before[length] === after[length]) length += 1;
  return length;
}
