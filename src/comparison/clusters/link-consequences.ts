import type { Finding } from '../../domain/divergence.ts';
import { isDerived, isOfBody } from '../judge-exchange.ts';
import { spansOfQueries } from './spans-of-queries.ts';

/**
 * Marks findings that are a mere consequence of another, so that a report names the first cause: an answer of another status
 * has another body; a body of another kind has another length; after a crash nothing answers; a span follows the query that it is of. Only what is certain
 * is linked, and only findings of the same disposition, so that nothing counted hangs on something that is not.
 */
export function linkConsequences(findings: readonly Finding[]): readonly Finding[] {
  const byExchange = Map.groupBy(findings, ({ exchangeId }) => exchangeId);
  const crash = findings.find(isEnd) ?? findings.find(isCrash);
  const queryOf = spansOfQueries(findings);
  return findings.map((finding) => {
    const siblings = byExchange.get(finding.exchangeId) ?? [];
    const cause = causeOf(finding, siblings, crash) ?? queryOf.get(finding.id);
    return cause === undefined ? finding : { ...finding, follows: cause.id };
  });
}

function causeOf(
  finding: Finding,
  siblings: readonly Finding[],
  crash: Finding | undefined,
): Finding | undefined {
  if (finding.disposition.kind === 'noise' || finding.disposition.kind === 'ignored') return undefined;
  if (crash !== undefined && followsCrash(finding, crash)) return sameDisposition(finding, [crash]);
  const others = siblings.filter(({ id }) => id !== finding.id);
  return (
    causeAmong(finding, others, ({ divergence }) => divergence.kind === 'status-changed') ??
    causeAmong(finding, others, ({ divergence }) => divergence.kind === 'content-kind-changed') ??
    (isDerived(finding.divergence)
      ? sameDisposition(
          finding,
          others.filter(({ divergence }) => isOfBody(divergence)),
        )
      : undefined)
  );
}

/** The cause itself follows nothing of its own sort; errors and calls that the agent saw come before the answer. */
function causeAmong(
  finding: Finding,
  others: readonly Finding[],
  isCause: (finding: Finding) => boolean,
): Finding | undefined {
  const { kind, place } = finding.divergence;
  if (kind === 'status-changed' || !isOfAnswer(place)) return undefined;
  if (
    kind === 'content-kind-changed' &&
    !others.some(({ divergence }) => divergence.kind === 'status-changed')
  ) {
    return undefined;
  }
  return sameDisposition(finding, others.filter(isCause));
}

function isOfAnswer(place: string): boolean {
  return /^(?:header\.|trailer\.|body$|body\/)/.test(place);
}

function sameDisposition(finding: Finding, causes: readonly Finding[]): Finding | undefined {
  return causes.find(({ disposition }) => disposition.kind === finding.disposition.kind);
}

/** Where the end itself is known, the exchanges that were under way are lost by it, whatever their order. */
function followsCrash(finding: Finding, crash: Finding): boolean {
  if (finding.id === crash.id) return false;
  if (!isEnd(crash)) return isUnreachable(finding) && isAfter(finding, crash);
  return isCrash(finding) && (finding.exchangeId === crash.exchangeId || isAfter(finding, crash));
}

/** The process of the candidate is known to have ended, by itself or because it passed a limit. */
function isEnd({ divergence: { kind } }: Finding): boolean {
  return kind === 'limit-exceeded' || kind === 'process-ended';
}

/** The candidate broke the connection or was gone: from here on it may answer nothing. */
function isCrash({ divergence: { kind, candidate }, disposition }: Finding): boolean {
  const isGone = /^(connection-lost|connection-refused|instance-gone)/.test(candidate?.text ?? '');
  return (
    kind === 'response-missing' && isGone && (disposition.kind === 'counted' || disposition.kind === 'flaky')
  );
}

function isUnreachable({ divergence: { kind, candidate } }: Finding): boolean {
  return kind === 'response-missing' && /^(connection-refused|instance-gone)/.test(candidate?.text ?? '');
}

/** Ids are given in the order of the recording. */
function isAfter(finding: Finding, cause: Finding): boolean {
  return Number(finding.id.slice(1)) > Number(cause.id.slice(1));
}
