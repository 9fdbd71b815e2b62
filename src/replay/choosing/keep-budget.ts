import type { LeftOut, Plan } from '../../domain/plan.ts';
import { settledAfter } from './preference-tiers.ts';

/** Watches one run of a plan that was chosen under a budget, and says which of its extras are not worth sending any more. */
export type BudgetKeeper = {
  /** Asked once for each exchange, in the order of the plan, before it is sent. */
  skips(sequence: number): boolean;
  /** Told of each exchange that was compared, with the classes of difference that it showed: place and kind. */
  note(route: string, classes: readonly string[]): void;
  leftOut(): readonly LeftOut[];
  /** Null when everything that was chosen was sent. */
  endedEarly(): string | null;
};

type KeeperOptions = {
  readonly plan: Plan;
  /** Milliseconds on a clock that only moves forward. */
  readonly now: () => number;
};

/** So many exchanges without a new class of difference, and none is to be expected from extras. */
const quietFor = 1_000;
/** How often it is looked whether the time suffices and whether the bound is met, in exchanges. */
const lookEvery = 50;
/** A rate says little at first, and the service is still warming up. */
const warmUp = 0.1;
/** What the measured rate may be wrong by before extras are given up for it. */
const patience = 1.2;

/**
 * One per run. The choice rests on recorded durations alone, so that it is the same everywhere; how long it really takes is seen here. Extras go
 * in the order of preference, lowest first, so that nothing is sent without what it depends on. What is no extra is sent however long it takes.
 */
export function createBudgetKeeper({ plan, now }: KeeperOptions): BudgetKeeper {
  const { budget } = plan;
  const [skipped, planned] = [{ time: 0, bound: 0 }, countRoutes(plan)];
  const ahead = createRanksAhead(plan);
  const [sent, classes] = [new Map<string, number>(), new Set<string>()];
  let [finished, lastNew] = [0, 0];
  let limit: { rank: number; why: keyof typeof skipped } = { rank: Number.POSITIVE_INFINITY, why: 'time' };
  let startedAt: number | null = null;

  const isQuiet = (): boolean =>
    finished - lastNew >= quietFor &&
    [...planned].every(([route, count]) => (sent.get(route) ?? 0) >= Math.min(settledAfter, count));
  const look = (): void => {
    if (budget === undefined || limit.rank === budget.lastNeededRank) return;
    if (isQuiet()) {
      limit = { rank: budget.lastNeededRank, why: 'bound' };
      return;
    }
    const elapsed = now() - (startedAt ?? now());
    if (elapsed < warmUp * budget.ms) return;
    const room = Math.max(0, budget.ms - elapsed) * (finished / elapsed) * patience;
    const rank = Math.max(budget.lastNeededRank, ahead.rankThatFits(Math.floor(room)));
    if (rank < limit.rank) limit = { rank, why: 'time' };
  };
  return {
    skips: (sequence) => {
      startedAt ??= now();
      const isOver = ahead.pass(sequence) > limit.rank;
      if (isOver) skipped[limit.why] += 1;
      return isOver;
    },
    note: (route, shown) => {
      finished += 1;
      sent.set(route, (sent.get(route) ?? 0) + 1);
      const before = classes.size;
      for (const each of shown) classes.add(`${route}\n${each}`);
      if (classes.size > before) lastNew = finished;
      if (finished % lookEvery === 0) look();
    },
    leftOut: () =>
      [
        { reason: 'the time of the budget was short', exchanges: skipped.time },
        { reason: 'the bound was met', exchanges: skipped.bound },
      ].filter((each) => each.exchanges > 0),
    endedEarly: () => {
      if (skipped.bound > 0) {
        return `the last ${quietFor} exchanges showed no difference of a new kind, and each route had ${settledAfter} or all of its own`;
      }
      return skipped.time > 0 ? `the replay was slower than the recording let expect` : null;
    },
  };
}

function countRoutes({ exchanges }: Plan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { route } of exchanges) counts.set(route, (counts.get(route) ?? 0) + 1);
  return counts;
}

type RanksAhead = {
  /** Told of each exchange in the order of the plan; gives its rank. */
  pass(sequence: number): number;
  /** The highest rank up to which there are no more exchanges ahead than fit; without bound when all fit. */
  rankThatFits(room: number): number;
};

/** How many exchanges of each rank are yet to come. Of a plan without a budget nobody asks that, and nothing is counted. */
function createRanksAhead({ exchanges, budget }: Plan): RanksAhead {
  let ahead = budget === undefined ? 0 : exchanges.length;
  const counts = new Uint32Array(ahead === 0 ? 0 : 1 + highestRank(exchanges));
  if (ahead > 0) for (const { rank = 0 } of exchanges) counts[rank] = (counts[rank] ?? 0) + 1;
  return {
    pass: (sequence) => {
      const rank = exchanges.at(sequence)?.rank ?? 0;
      if (ahead > 0) counts[rank] = (counts[rank] ?? 1) - 1;
      ahead -= 1;
      return rank;
    },
    rankThatFits: (room) => {
      if (ahead <= room) return Number.POSITIVE_INFINITY;
      let [rank, within] = [0, counts[0] ?? 0];
      while (within <= room) {
        rank += 1;
        within += counts[rank] ?? 0;
      }
      return rank - 1;
    },
  };
}

function highestRank(exchanges: Plan['exchanges']): number {
  let highest = 0;
  for (const { rank = 0 } of exchanges) highest = Math.max(highest, rank);
  return highest;
}
