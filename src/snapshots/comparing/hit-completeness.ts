import type { Probe, ProbeState, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';

/** Hits of one probe that the agent captures in one exchange at most; from there on silence proves nothing. */
const hitsPerExchange = 20;

type Side = 'baseline' | 'candidate';
type Sides = {
  readonly baseline: RuntimeSnapshot;
  readonly candidate: RuntimeSnapshot;
  readonly probes: Readonly<Record<Side, readonly Probe[]>>;
};

/**
 * Answers whether a hit that one side lacks means that its program did not pass there. It may also mean that the probe
 * did not bind, that its budget was used up, that records were lost, or that both passed as often in another order.
 */
export function createCompleteness(
  sides: Sides,
  suspects: ReadonlySet<string>,
): (side: Side, exchangeId: string, probeId: string) => boolean {
  const facts = { baseline: factsOf(sides.baseline), candidate: factsOf(sides.candidate) };
  return (side, exchangeId, probeId) => {
    const key = `${exchangeId}\n${probeId}`;
    const passes = facts[side].perExchange.get(key) ?? 0;
    const others = facts[side === 'baseline' ? 'candidate' : 'baseline'].perExchange.get(key) ?? 0;
    if (passes === others || passes >= hitsPerExchange) return false;
    const { states, captured, dropped } = facts[side];
    const state = states.get(probeId);
    if (dropped > 0 || state === undefined || !sawEverything(state)) return false;
    return suspects.has(exchangeId) || state.hits <= (captured.get(probeId) ?? 0);
  };
}

function sawEverything({ state, note = '' }: ProbeState): boolean {
  return state !== 'unbound' && state !== 'disarmed' && !note.startsWith('rested');
}

function factsOf(snapshot: RuntimeSnapshot) {
  const captured = new Map<string, number>();
  const perExchange = new Map<string, number>();
  for (const { probeId, exchangeId } of snapshot.hits) {
    captured.set(probeId, (captured.get(probeId) ?? 0) + 1);
    const key = `${exchangeId}\n${probeId}`;
    perExchange.set(key, (perExchange.get(key) ?? 0) + 1);
  }
  const states = new Map(snapshot.probes.map((state) => [state.probeId, state]));
  return { states, captured, perExchange, dropped: snapshot.dropped };
}
