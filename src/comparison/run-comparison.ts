import type { Divergence } from '../domain/divergence.ts';
import type { InstanceRole, Observation, ObservedExchange } from '../domain/observation.ts';
import { haveSameBytes } from './compare-bodies.ts';
import { compareOutcomes, wasNotSent } from './compare-outcomes.ts';
import { type ComparedExchange, type ComparedRun, keepComparedExchanges } from './compared-run.ts';
import { answerOf, type ProtoSchema } from './content/proto-schema.ts';
import { findSuspects } from './find-suspects.ts';
import { headerValue } from './headers/header-values.ts';
import { findEchoedPlaces } from './noise/echoed-values.ts';
import { createIdentityMask, type IdentityMask } from './values/instance-identity.ts';

export type RunComparison = {
  /** What was found in it; null when an instance was never asked. */
  readonly add: (observed: ObservedExchange) => ComparedExchange | null;
  readonly result: () => ComparedRun;
};

export type RunIdentities = Readonly<Partial<Record<InstanceRole, readonly string[]>>>;

/** What the comparison knows of a run besides its answers. */
type RunKnowledge = {
  readonly maskOf: (baseline: Observation, other: Observation) => IdentityMask;
  readonly schema: ProtoSchema | null;
};

/** Compares the exchanges of one run as they are observed, so that their bodies can be let go at once. */
export function createRunComparison(
  identities: RunIdentities,
  schema: ProtoSchema | null = null,
): RunComparison {
  const maskOf = createMasks(identities);
  const kept = keepComparedExchanges();
  const notCompared: string[] = [];
  return {
    add: (observed) => {
      const { exchange, baseline, candidate } = observed;
      if (wasNotSent(baseline.outcome) || wasNotSent(candidate.outcome)) {
        notCompared.push(exchange.id);
        return null;
      }
      const compared = compareExchange(observed, { maskOf, schema });
      kept.add(compared);
      return compared;
    },
    result: () => {
      const compared = kept.result();
      return { ...compared, suspects: findSuspects(compared), notCompared };
    },
  };
}

function compareExchange(observed: ObservedExchange, known: RunKnowledge): ComparedExchange {
  const { exchange, route, baseline, secondary, candidate } = observed;
  const divergences = compareInstances(observed, candidate, known);
  const answered = baseline.outcome.kind === 'responded' ? baseline.outcome : null;
  return {
    exchangeId: exchange.id,
    route,
    divergences,
    noise: secondary === undefined ? null : compareInstances(observed, secondary, known),
    baselineStatus: answered?.status ?? null,
    bodyDiffers: bodiesDiffer(baseline, candidate),
    echoed: findEchoedPlaces(exchange, baseline.substitutions, divergences),
    answeredAt: answered === null ? null : readDate(headerValue(answered.headers, 'date')),
  };
}

/** One list for all exchanges without a difference, which are nearly all of a million. */
const none: readonly Divergence[] = [];

function compareInstances(
  { exchange, baseline }: ObservedExchange,
  other: Observation,
  { maskOf, schema }: RunKnowledge,
): readonly Divergence[] {
  const divergences = compareOutcomes(baseline.outcome, other.outcome, {
    method: exchange.method,
    answer: answerOf(schema, exchange.target),
    identity: maskOf(baseline, other),
  });
  return divergences.length === 0 ? none : divergences;
}

/** What names an instance is the same for a whole run: only an exchange in which the two issued ids of their own has a mask of its own. */
function createMasks(identities: RunIdentities): RunKnowledge['maskOf'] {
  const ofRun = new Map<InstanceRole, IdentityMask>();
  return (baseline, other) => {
    const issued = issuedValues(baseline, other);
    const known = issued.length === 0 ? ofRun.get(other.role) : undefined;
    if (known !== undefined) return known;
    const mask = createIdentityMask(
      [...(identities[baseline.role] ?? []), ...issued.map(({ ofBaseline }) => ofBaseline)],
      [...(identities[other.role] ?? []), ...issued.map(({ ofOther }) => ofOther)],
    );
    if (issued.length === 0) ofRun.set(other.role, mask);
    return mask;
  };
}

type IssuedPair = { readonly ofBaseline: string; readonly ofOther: string };
const noneIssued: readonly IssuedPair[] = [];

/** Shorter ids stand in answers by accident, as counts and prices. */
const shortestIssued = 4;

/**
 * Each instance was sent the ids it had issued itself; where both answer with the id they were sent, they agree. Such a
 * pair of ids is part of what names the two instances.
 */
function issuedValues(baseline: Observation, other: Observation): readonly IssuedPair[] {
  if (baseline.substitutions.length === 0) return noneIssued;
  const ofOther = new Map(other.substitutions.map(({ recorded, live }) => [recorded, live]));
  return baseline.substitutions.flatMap(({ recorded, live }) => {
    const counterpart = ofOther.get(recorded);
    if (counterpart === undefined || counterpart === live) return [];
    const isLong = live.length >= shortestIssued && counterpart.length >= shortestIssued;
    return isLong ? [{ ofBaseline: live, ofOther: counterpart }] : [];
  });
}

function bodiesDiffer({ outcome: before }: Observation, { outcome: after }: Observation): boolean {
  return before.kind === 'responded' && after.kind === 'responded' && !haveSameBytes(before, after);
}

let lastRead: { readonly text: string | null; readonly ms: number | null } = { text: null, ms: null };

/** Answers of one second have one date. */
function readDate(text: string | null): number | null {
  if (lastRead.text !== text) {
    const ms = text === null ? Number.NaN : Date.parse(text);
    lastRead = { text, ms: Number.isNaN(ms) ? null : ms };
  }
  return lastRead.ms;
}
