import type { Divergence, Severity, ShownValue } from '../domain/divergence.ts';
import { sameNumberNote } from './compare-scalars.ts';
import { bannerHeaders, derivedHeaders, headerOfPlace, securityHeaders } from './header-rules.ts';
import { framesNote } from './stack-frames.ts';

export type SeverityContext = {
  /** Status of the baseline's answer; `null` when it gave none. */
  readonly baselineStatus: number | null;
};

export type RatedSeverity = { readonly severity: Severity; readonly rule: string };

/**
 * How much a difference matters to a client that relied on the baseline, by the first rule that applies. Rules are named
 * for what they mean for the contract: what a client can miss is breaking, what it may misread is risky, what it
 * never relied on is benign; what is stored wrongly stays wrong, and is breaking though no client has seen it yet. The table ends in rules for every kind, so that nothing goes unrated.
 */
export function rateSeverity(divergence: Divergence, context: SeverityContext): RatedSeverity {
  const rule = rules.find(({ applies }) => applies(divergence, context));
  return { severity: rule?.severity ?? 'risky', rule: rule?.name ?? 'unrated' };
}

type Rule = {
  readonly name: string;
  readonly severity: Severity;
  readonly applies: (divergence: Divergence, context: SeverityContext) => boolean;
};

const rules: readonly Rule[] = [
  rule('candidate-does-not-start', 'breaking', ({ kind }) => kind === 'start-failed'),
  rule('limit-exceeded', 'breaking', ({ kind }) => kind === 'limit-exceeded'),
  rule('process-ended', 'breaking', ({ kind }) => kind === 'process-ended'),
  rule('response-lost', 'breaking', ({ kind }) => kind === 'response-missing'),
  rule('response-gained', 'risky', ({ kind }) => kind === 'response-appeared'),
  rule('success-became-server-error', 'breaking', (d) => changesStatus(d, isSuccess, isServerError)),
  rule('success-became-client-error', 'breaking', (d) => changesStatus(d, isSuccess, isClientError)),
  rule('check-lost', 'breaking', (d) => changesStatus(d, isClientError, isSuccess)),
  rule('client-error-became-server-error', 'breaking', (d) => changesStatus(d, isClientError, isServerError)),
  rule('server-error-became-client-error', 'risky', (d) => changesStatus(d, isServerError, isClientError)),
  rule('status-class-changed', 'breaking', (d) => d.kind === 'status-changed' && !isSameClass(d)),
  rule('status-changed', 'risky', ({ kind }) => kind === 'status-changed'),
  rule('stack-trace-moved', 'benign', ({ note }) => note?.includes(framesNote) ?? false),
  rule('number-written-differently', 'benign', ({ note }) => note?.includes(sameNumberNote) ?? false),
  rule('server-error-page-changed', 'benign', (d, context) => isOfServerError(d, context)),
  rule('content-kind-changed', 'breaking', ({ kind }) => kind === 'content-kind-changed'),
  rule(
    'content-type-changed',
    'breaking',
    (d) => headerOfPlace(d.place) === 'content-type' && isTypeChange(d),
  ),
  rule('security-header-removed', 'breaking', (d) => d.kind === 'header-removed' && isOf(d, securityHeaders)),
  rule('security-header-changed', 'risky', (d) => isOf(d, securityHeaders)),
  rule('cookie-protection-removed', 'breaking', (d) => d.kind === 'header-removed' && isProtection(d)),
  rule(
    'cookie-removed',
    'breaking',
    (d) => d.kind === 'header-removed' && headerOfPlace(d.place) === 'set-cookie',
  ),
  rule(
    'redirect-parameter-removed',
    'breaking',
    (d) => d.kind === 'header-removed' && d.place.includes('/query/'),
  ),
  rule('redirect-target-changed', 'risky', (d) => headerOfPlace(d.place) === 'location'),
  rule('banner-changed', 'benign', (d) => isOf(d, bannerHeaders)),
  rule('derived-header-changed', 'benign', (d) => d.kind === 'header-changed' && isOf(d, derivedHeaders)),
  rule('header-added', 'benign', ({ kind }) => kind === 'header-added'),
  rule('header-removed', 'risky', ({ kind }) => kind === 'header-removed'),
  rule('header-changed', 'risky', ({ kind }) => kind === 'header-changed'),
  rule('field-removed', 'breaking', ({ kind }) => kind === 'field-removed'),
  rule('field-added', 'benign', ({ kind }) => kind === 'field-added'),
  rule('type-changed', 'breaking', ({ kind }) => kind === 'type-changed'),
  rule('element-removed', 'risky', ({ kind }) => kind === 'element-removed'),
  rule('element-added', 'risky', ({ kind }) => kind === 'element-added'),
  rule('order-changed', 'risky', ({ kind }) => kind === 'element-moved'),
  rule('text-changed', 'risky', ({ kind }) => kind === 'text-changed'),
  rule('bytes-changed', 'risky', ({ kind }) => kind === 'bytes-changed'),
  rule('outbound-call-added', 'risky', ({ kind }) => kind === 'outbound-call-added'),
  rule('outbound-call-removed', 'risky', ({ kind }) => kind === 'outbound-call-removed'),
  rule('outbound-call-changed', 'risky', ({ kind }) => kind === 'outbound-call-changed'),
  rule('error-added', 'risky', ({ kind }) => kind === 'error-added'),
  rule('error-removed', 'benign', ({ kind }) => kind === 'error-removed'),
  rule('value-changed', 'risky', ({ kind }) => kind === 'value-changed'),
  rule('memory-retained', 'risky', ({ kind }) => kind === 'memory-retained'),
  rule('calls-multiplied', 'risky', ({ kind }) => kind === 'call-count-changed'),
  rule('slower', 'risky', ({ kind }) => kind === 'latency-changed'),
  rule('response-grew', 'benign', ({ kind }) => kind === 'response-size-changed'),
  rule('stored-value-lost', 'breaking', ({ kind }) => /^(row|key|file)-removed$/.test(kind)),
  rule('stored-value-changed', 'breaking', (d) => /^(row|key)-changed$/.test(d.kind) && d.baseline !== null),
  rule('stored-otherwise', 'risky', ({ kind }) => /^(row|key|file)-/.test(kind)),
];

function rule(name: string, severity: Severity, applies: Rule['applies']): Rule {
  return { name, severity, applies };
}

type StatusTest = (status: number) => boolean;

const isSuccess: StatusTest = (status) => status >= 200 && status < 400;
const isClientError: StatusTest = (status) => status >= 400 && status < 500;
const isServerError: StatusTest = (status) => status >= 500;

function changesStatus({ kind, baseline, candidate }: Divergence, from: StatusTest, to: StatusTest): boolean {
  return kind === 'status-changed' && from(statusOf(baseline)) && to(statusOf(candidate));
}

function isSameClass({ baseline, candidate }: Divergence): boolean {
  return Math.floor(statusOf(baseline) / 100) === Math.floor(statusOf(candidate) / 100);
}

/** A status of gRPC means what the status of HTTP means that stands beside it in google.rpc.Code. */
function statusOf(value: ShownValue | null): number {
  const status = Number(value?.text);
  return likeStatus[status] ?? status;
}

const likeStatus: readonly number[] = [
  ...[200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401],
];

/** No client relies on the wording of a page that says the server failed. */
function isOfServerError({ place, kind }: Divergence, { baselineStatus }: SeverityContext): boolean {
  return (
    baselineStatus !== null &&
    isServerError(baselineStatus) &&
    place.startsWith('body') &&
    kind !== 'status-changed'
  );
}

function isTypeChange({ kind, baseline, candidate }: Divergence): boolean {
  const media = (value: ShownValue | null): string | undefined => value?.text.split(';')[0];
  return kind === 'header-changed' && media(baseline) !== media(candidate);
}

/** An attribute that keeps a cookie from scripts, from plain connections or from other sites. */
function isProtection({ place }: Divergence): boolean {
  return /^header\.set-cookie\/[^/]*\/(httponly|secure|samesite)$/.test(place);
}

function isOf({ place }: Divergence, headers: ReadonlySet<string>): boolean {
  return headers.has(headerOfPlace(place) ?? '');
}
