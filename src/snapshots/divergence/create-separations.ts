import type { FirstDivergence } from '../../domain/evidence-trace.ts';
import type { Hit, Probe } from '../../domain/runtime-snapshot.ts';
import type { Judged } from '../comparing/learn-harmless.ts';
import type { NamedDivergence } from './name-divergence.ts';
import { type Separation, separateInputs } from './separate-inputs.ts';

type SeparationRequest = {
  /** Hits of every exchange, paired and judged. */
  readonly judged: ReadonlyMap<string, readonly Judged[]>;
  /** Where the states of each exchange part, if they do. */
  readonly named: ReadonlyMap<string, NamedDivergence | null>;
  /** Exchanges that behaved differently. */
  readonly affected: ReadonlySet<string>;
  readonly probes: ReadonlyMap<string, Probe>;
};

/**
 * Answers for a first divergence which requests it strikes, told by an input that both builds held alike. Computed once for a
 * probe, from all exchanges that passed it in both builds.
 */
export function createSeparations(request: SeparationRequest): (exchangeId: string) => Separation | null {
  const known = new Map<string, Separation | null>();
  return (exchangeId) => {
    const at = request.named.get(exchangeId)?.at;
    if (at === undefined) return null;
    if (!known.has(at)) known.set(at, separationAt(at, request));
    return known.get(at) ?? null;
  };
}

/** Adds it to what is claimed of an exchange. */
export function withSeparation(
  first: FirstDivergence | null,
  found: Separation | null,
): FirstDivergence | null {
  return first === null || found === null ? first : { ...first, strikes: found };
}

function separationAt(at: string, { judged, named, affected, probes }: SeparationRequest): Separation | null {
  const diverging: Hit[] = [];
  const alike: Hit[] = [];
  const outcomes = new Set(probes.get(at)?.defines);
  for (const [exchangeId, pairs] of judged) {
    const own = pairs.filter(({ baseline, candidate }) => baseline?.probeId === at && candidate !== null);
    const parted = own.find(({ difference }) => difference !== null);
    for (const name of differingNames(parted)) outcomes.add(name);
    if (parted?.baseline && affected.has(exchangeId) && named.get(exchangeId)?.at === at)
      diverging.push(parted.baseline);
    else if (!affected.has(exchangeId) && parted === undefined && own[0]?.baseline)
      alike.push(own[0].baseline);
  }
  return separateInputs({ diverging, alike, isOutcome: (name) => outcomes.has(name) });
}

function differingNames(pair: Judged | undefined): readonly string[] {
  return pair?.difference?.kind === 'values' ? pair.difference.differences.map(({ name }) => name) : [];
}
