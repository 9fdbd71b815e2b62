/**
 * Ids of probes tell what a hit proves. `p` and a number: a changed statement in both builds; `b` or `c`: one that only
 * baseline or candidate has; `e`: the way into or out of a function that the change touches, which proves nothing yet
 * of the changed lines inside.
 */
export type ProbeIdKind = 'p' | 'b' | 'c' | 'e';

export function probeId(kind: ProbeIdKind, number: number): string {
  return `${kind}${String(number).padStart(3, '0')}`;
}

/** Whether a hit of this probe proves that its exchange reached a changed statement. */
export function provesChangedLine(id: string): boolean {
  return !id.startsWith('e');
}

/** Whether the probe stands in one build only, so that its hits have no counterpart by construction. */
export function isOneSided(id: string): boolean {
  return id.startsWith('b') || id.startsWith('c');
}
