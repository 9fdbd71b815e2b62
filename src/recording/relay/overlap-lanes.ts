/** A browser opens six connections to a host; HTTP/2 allows a hundred requests at once. */
const mostLanes = 100;

/**
 * Used by imports whose format does not tell which requests came one after the other: gives each, in the order of their start, a lane that was
 * free then. What did not overlap shares a lane and keeps its order; what did may be replayed side by side, as it was
 * recorded. Times in milliseconds.
 */
export function createOverlapLanes(): (startedAt: number, durationMs: number) => number {
  const freeFrom: number[] = [];
  return (startedAt, durationMs) => {
    const free = freeFrom.findIndex((end) => end <= startedAt);
    const lane = free === -1 && freeFrom.length < mostLanes ? freeFrom.length : Math.max(0, free);
    freeFrom[lane] = Math.max(freeFrom[lane] ?? 0, startedAt + durationMs);
    return lane;
  };
}
