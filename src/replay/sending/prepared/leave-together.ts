/** What can put its request onto its connection. */
export type Leaving = { leave(): void };

let waiting: Leaving[] = [];

/**
 * Used for each request that goes out: those of one turn of the event loop leave one right after the other at its end, when all that came in
 * was read. A service that is woken for the first then finds the others without going back to sleep, which spares both sides a switch for each
 * request; and all instances are asked at the same moment.
 */
export function leaveTogether(leaving: Leaving): void {
  waiting.push(leaving);
  if (waiting.length === 1) setImmediate(leaveNow);
}

function leaveNow(): void {
  const leaving = waiting;
  waiting = [];
  for (const one of leaving) one.leave();
}
