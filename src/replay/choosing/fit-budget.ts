import type { ExchangeLinks } from './exchange-links.ts';
import type { PreferenceTier } from './preference-tiers.ts';
import { type SessionLinks, sessionBefore } from './session-links.ts';

export type FitRequest = {
  readonly exchanges: number;
  readonly tiers: readonly PreferenceTier[];
  readonly sessions: SessionLinks;
  readonly links: ExchangeLinks;
  /** Milliseconds that the replay of one exchange is taken to need. */
  readonly costOf: (index: number) => number;
  readonly budgetMs: number;
};

/** What fits, in the order of the recording. */
export type Fit = {
  readonly chosen: readonly { readonly index: number; readonly reason: string; readonly rank: number }[];
  /** Rank of the last that is no extra. */
  readonly lastNeededRank: number;
  /** Exchanges that were wanted and brought more than there was room for when their turn came. */
  readonly tooDependent: ReadonlySet<number>;
};

export const neededByAnother = 'a chosen exchange depends on it';
/** After so many that do not fit any more, the rest of a tier is not tried. */
const mostMisses = 500;

/**
 * Takes exchanges in the order of preference, each with what it depends on, as long as they fit. What others depend on gets the rank of the
 * first of them: whoever leaves out everything above some rank never sends an exchange without what it rests on.
 */
export function fitBudget(request: FitRequest): Fit {
  const state: Filling = { chosen: new Map(), spent: 0, rank: 0, tooDependent: new Set() };
  let lastNeededRank = 0;
  for (const tier of request.tiers) {
    takeTier(request, tier, state);
    if (!tier.isExtra) lastNeededRank = state.rank;
  }
  const inOrder = [...state.chosen].sort(([a], [b]) => a - b);
  return {
    chosen: inOrder.map(([index, { reason, rank }]) => ({ index, reason, rank })),
    lastNeededRank,
    tooDependent: state.tooDependent,
  };
}

/** `isWhole`: chosen for itself, with its session, and not only because another one depends on it. */
type Held = { readonly reason: string; readonly rank: number; readonly isWhole: boolean };
type Filling = {
  readonly chosen: Map<number, Held>;
  readonly tooDependent: Set<number>;
  spent: number;
  rank: number;
};

function takeTier(request: FitRequest, tier: PreferenceTier, state: Filling): void {
  const { budgetMs, costOf } = request;
  const end = Math.min(budgetMs, state.spent + tier.share * budgetMs);
  let misses = 0;
  for (const pick of tier.picks()) {
    if (state.chosen.get(pick)?.isWhole) continue;
    const room = end - state.spent;
    const brought = withDependencies(request, pick, { room, has: (index) => state.chosen.has(index) });
    if (brought !== null) take(state, brought, { pick, reason: tier.reasonFor(pick) });
    else if (costOf(pick) > room || misses >= mostMisses) return;
    else {
      misses += 1;
      if (!tier.isExtra) state.tooDependent.add(pick);
    }
  }
}

function take(
  state: Filling,
  { indices, cost }: Brought,
  { pick, reason }: { readonly pick: number; readonly reason: string },
): void {
  state.rank += 1;
  state.spent += cost;
  const { chosen, rank } = state;
  for (const index of indices) chosen.set(index, { reason: neededByAnother, rank, isWhole: false });
  chosen.set(pick, { reason, rank: chosen.get(pick)?.rank ?? rank, isWhole: true });
}

type Room = { readonly room: number; readonly has: (index: number) => boolean };
type Brought = { readonly indices: ReadonlySet<number>; readonly cost: number };

/** All that is not chosen yet of what it rests on, itself included; null when there is no room for that. */
function withDependencies(
  { sessions, links, costOf }: FitRequest,
  pick: number,
  { room, has }: Room,
): Brought | null {
  const indices = new Set<number>();
  const open: number[] = [];
  let cost = 0;
  const bring = (index: number): void => {
    if (has(index) || indices.has(index)) return;
    indices.add(index);
    open.push(index);
    cost += costOf(index);
  };
  bring(pick);
  for (const index of links(pick)) bring(index);
  for (const index of sessionBefore(sessions, pick)) {
    bring(index);
    if (cost > room) return null;
  }
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const needed of links(index)) bring(needed);
    if (cost > room) return null;
  }
  return cost > room ? null : { indices, cost };
}
