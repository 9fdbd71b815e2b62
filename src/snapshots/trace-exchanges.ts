import type {
  EvidenceTrace,
  FirstDivergence,
  Probe,
  RuntimeEvent,
  RuntimeSnapshot,
} from '../domain/runtime-snapshot.ts';
import { alignHits, type HitPair, hitsByExchange } from './align-hits.ts';
import { compareHits, type ValueDifference } from './compare-hits.ts';
import { createCompleteness } from './hit-completeness.ts';
import { learnVolatile } from './learn-volatile.ts';
import { explainBranch, explainUnknown, explainValue, type Thrown } from './name-divergence.ts';
import { isOneSided } from './probe-ids.ts';

export type TraceRequest = {
  readonly baseline: RuntimeSnapshot;
  readonly candidate: RuntimeSnapshot;
  readonly probes: { readonly baseline: readonly Probe[]; readonly candidate: readonly Probe[] };
  /** The same build as baseline once more, to learn what varies; null when there is none. */
  readonly volatile: RuntimeSnapshot | null;
  /** Exchanges whose responses diverged. */
  readonly suspects: readonly string[];
  /** Exchanges whose responses the probes themselves changed. */
  readonly perturbed: ReadonlySet<string>;
};

/**
 * The evidence trace of every exchange that passed a probe in either build, with the first place where the two states
 * part. Values decide; a probe that only one side passed counts only where the other side's silence is complete.
 */
export function traceExchanges(request: TraceRequest): ReadonlyMap<string, EvidenceTrace> {
  const left = hitsByExchange(request.baseline);
  const right = hitsByExchange(request.candidate);
  const context = contextOf(request);
  const ids = new Set([...request.suspects, ...left.keys(), ...right.keys()]);
  return new Map(
    [...ids].map((exchangeId) => {
      const pairs = alignHits(left.get(exchangeId) ?? [], right.get(exchangeId) ?? []);
      return [exchangeId, traceOf(exchangeId, pairs, context)];
    }),
  );
}

type Context = ReturnType<typeof contextOf>;

function contextOf(request: TraceRequest) {
  const byId = (probes: readonly Probe[]) => new Map(probes.map((probe) => [probe.id, probe]));
  const sides = { baseline: byId(request.probes.baseline), candidate: byId(request.probes.candidate) };
  const suspects = new Set(request.suspects);
  return {
    ...request,
    suspects,
    sides,
    volatilePaths: learnVolatile(request.baseline, request.volatile),
    isSilenceComplete: createCompleteness(request, suspects),
    isSecretComparable: request.volatile !== null,
  };
}

function traceOf(exchangeId: string, pairs: readonly HitPair[], context: Context): EvidenceTrace {
  const perturbed = context.perturbed.has(exchangeId);
  const judged = pairs.map((pair) => ({ ...pair, difference: judge(exchangeId, pair, context) }));
  return {
    exchangeId,
    pairs: judged.map(({ baseline, candidate, difference }) => ({
      probeId: (baseline ?? candidate)?.probeId ?? '',
      baseline,
      candidate,
      equal: difference === null,
    })),
    firstDivergence: perturbed ? null : firstDivergence(exchangeId, judged, context),
    perturbed,
  };
}

type Difference =
  | { readonly kind: 'values'; readonly differences: readonly ValueDifference[] }
  | { readonly kind: 'alone' };
type Judged = HitPair & { readonly difference: Difference | null };

function judge(exchangeId: string, { baseline, candidate }: HitPair, context: Context): Difference | null {
  if (baseline !== null && candidate !== null) {
    const probe = context.sides.candidate.get(candidate.probeId);
    const differences = compareHits({ ...context, baseline, candidate, probe });
    return differences.length === 0 ? null : { kind: 'values', differences };
  }
  const alone = baseline ?? candidate;
  if (alone === null || isOneSided(alone.probeId)) return null;
  const silent = baseline === null ? 'baseline' : 'candidate';
  return context.isSilenceComplete(silent, exchangeId, alone.probeId) ? { kind: 'alone' } : null;
}

function firstDivergence(
  exchangeId: string,
  judged: readonly Judged[],
  context: Context,
): FirstDivergence | null {
  const index = judged.findIndex(({ difference }) => difference !== null);
  const found = judged[index];
  const before = judged.slice(0, Math.max(0, index));
  if (found?.difference?.kind === 'values') {
    const { differences } = found.difference;
    return explainValue({ exchangeId, pair: found, differences, before, sides: context.sides });
  }
  if (found !== undefined) {
    const thrown = newErrors(exchangeId, context);
    return explainBranch({ exchangeId, pair: found, all: judged, before, sides: context.sides, thrown });
  }
  if (!context.suspects.has(exchangeId)) return null;
  return explainUnknown({
    exchangeId,
    pairs: judged,
    sides: context.sides,
    thrown: newErrors(exchangeId, context),
  });
}

/** Errors of an exchange that only one build had, as text. */
function newErrors(exchangeId: string, { baseline, candidate }: Context): Thrown {
  const before = errorsOf(baseline.events, exchangeId);
  const after = errorsOf(candidate.events, exchangeId);
  return {
    baseline: before.find((text) => !after.includes(text)) ?? null,
    candidate: after.find((text) => !before.includes(text)) ?? null,
  };
}

function errorsOf(events: readonly RuntimeEvent[], exchangeId: string): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'error' && event.exchangeId === exchangeId ? [`${event.class}: ${event.message}`] : [],
  );
}
