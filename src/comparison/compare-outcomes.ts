import type { Divergence } from '../domain/divergence.ts';
import { type Failed, neverSent, type Responded } from '../domain/observation.ts';
import { compareUnequalBodies, haveSameBytes } from './compare-bodies.ts';
import type { ProtoMessageRef } from './content/proto-schema.ts';
import { withTrailersBehind } from './content/trailers-only.ts';
import { createCollector, type DivergenceCollector } from './divergence-collector.ts';
import type { HeaderComparison } from './headers/compare-header-text.ts';
import { compareHeaders } from './headers/compare-headers.ts';
import { haveSameLines } from './headers/header-values.ts';
import { positionAt } from './place-pattern.ts';
import type { IdentityMask } from './values/instance-identity.ts';
import { showFailure, showJson } from './values/shown-value.ts';

export type OutcomeContext = {
  readonly method: string;
  /** Of the strings that name each instance and may leak into its answers. */
  readonly identity: IdentityMask;
  /** The message that a descriptor says is answered; null or absent where none does. */
  readonly answer?: ProtoMessageRef | null;
};

type Outcome = Responded | Failed;

/**
 * What two instances did with one request → every difference between them, named. Used for baseline against candidate, for
 * baseline against secondary (which is noise) and for production against baseline (which is fidelity): one comparison,
 * so that whatever can be a finding can also be recognised as noise. Nothing is excused here.
 */
export function compareOutcomes(
  baseline: Outcome,
  other: Outcome,
  context: OutcomeContext,
): readonly Divergence[] {
  if (baseline.kind === 'responded' && other.kind === 'responded')
    return compareResponses(baseline, other, context);
  if (wasNotSent(baseline) || wasNotSent(other)) return nothing;
  const collector = createCollector();
  comparePresence(baseline, other, collector);
  return collector.result();
}

const nothing: readonly Divergence[] = [];

function haveSameHeads(baseline: Responded, other: Responded): boolean {
  return haveSameLines(baseline.headers, other.headers) && haveSameLines(baseline.trailers, other.trailers);
}

/** An instance that was never asked has not failed to answer. */
export function wasNotSent(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && neverSent.has(outcome.reason);
}

/** Equal byte by byte is what nearly all answers are, settled before anything is made ready to tell a difference. */
function compareResponses(
  baseline: Responded,
  other: Responded,
  { method, identity, answer = null }: OutcomeContext,
): readonly Divergence[] {
  const sameHeads = haveSameHeads(baseline, other);
  const sameBytes = haveSameBytes(baseline, other);
  if (baseline.status === other.status && sameHeads && sameBytes) return nothing;
  const collector = createCollector();
  if (baseline.status !== other.status) {
    const shown = (status: number) => showJson({ lexeme: String(status) });
    const sides = { baseline: shown(baseline.status), candidate: shown(other.status) };
    collector.add({ kind: 'status-changed', ...positionAt('status'), ...sides });
  }
  if (!sameHeads) compareLines(baseline, other, { identity, collector, method });
  if (!sameBytes) compareUnequalBodies(baseline, other, { identity, collector, answer });
  return collector.result();
}

type LineComparison = Pick<HeaderComparison, 'identity' | 'collector'> & { readonly method: string };

function compareLines(baseline: Responded, other: Responded, { method, ...shared }: LineComparison): void {
  const comparesLength = method === 'HEAD' || (baseline.status === 304 && other.status === 304);
  const before = withTrailersBehind(baseline);
  const after = withTrailersBehind(other);
  compareHeaders(before.headers, after.headers, { ...shared, comparesLength, section: 'header' });
  compareHeaders(before.trailers, after.trailers, { ...shared, comparesLength, section: 'trailer' });
}

/** Two failures of different sorts differ as well: a service that hangs is not one that is gone. */
function comparePresence(baseline: Outcome, other: Outcome, collector: DivergenceCollector): void {
  const kind = presenceKind(baseline, other);
  if (kind === null) return;
  collector.add({
    kind,
    ...positionAt('process'),
    baseline: showOutcome(baseline),
    candidate: showOutcome(other),
  });
}

function presenceKind(baseline: Outcome, other: Outcome): Divergence['kind'] | null {
  if (baseline.kind === 'responded') return 'response-missing';
  if (other.kind === 'responded') return 'response-appeared';
  return baseline.reason === other.reason ? null : 'value-changed';
}

function showOutcome(outcome: Outcome): Divergence['baseline'] {
  return outcome.kind === 'failed' ? showFailure(outcome) : showJson({ lexeme: String(outcome.status) });
}
