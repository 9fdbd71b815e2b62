import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import { headerOfPlace } from '../headers/header-rules.ts';

/** What a severity rule may look at besides the divergence itself. */
export type SeverityContext = {
  /** Status of the baseline's answer; `null` when it gave none. */
  readonly baselineStatus: number | null;
};

/** Whether a status is of one sort. */
export type StatusTest = (status: number) => boolean;

/** Answers a client can go on with, redirects among them. */
export const isSuccess: StatusTest = (status) => status >= 200 && status < 400;
/** The request is refused. */
export const isClientError: StatusTest = (status) => status >= 400 && status < 500;
/** The caller is not known, or may not do it. */
export const isRefusedCaller: StatusTest = (status) => status === 401 || status === 403;
/** Something in the request is missing or malformed. */
export const isInvalidInput: StatusTest = (status) => status === 400 || status === 422;
/** The service failed. */
export const isServerError: StatusTest = (status) => status >= 500;

/** Whether the status went from one sort to another. */
export function changesStatus(
  { kind, baseline, candidate }: Divergence,
  from: StatusTest,
  to: StatusTest,
): boolean {
  return kind === 'status-changed' && from(statusOf(baseline)) && to(statusOf(candidate));
}

/** Whether both statuses are of one hundred. */
export function isSameClass({ baseline, candidate }: Divergence): boolean {
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
export function isOfServerError({ place, kind }: Divergence, { baselineStatus }: SeverityContext): boolean {
  return (
    baselineStatus !== null &&
    isServerError(baselineStatus) &&
    place.startsWith('body') &&
    kind !== 'status-changed'
  );
}

/** Whether the media type itself is another, not only a parameter of it. */
export function isTypeChange({ kind, baseline, candidate }: Divergence): boolean {
  const media = (value: ShownValue | null): string | undefined => value?.text.split(';')[0];
  return kind === 'header-changed' && media(baseline) !== media(candidate);
}

/** An attribute that keeps a cookie from scripts, from plain connections or from other sites. */
export function isProtection({ place }: Divergence): boolean {
  return /^header\.set-cookie\/[^/]*\/(httponly|secure|samesite)$/.test(place);
}

/** Whether it is at one of these headers. */
export function isOf({ place }: Divergence, headers: ReadonlySet<string>): boolean {
  return headers.has(headerOfPlace(place) ?? '');
}

/** Elements that a page or a part of one begins with; in other markup an attribute is data. */
const pageElement =
  /^body\/(?:html|head|body|main|header|footer|nav|section|article|aside|div|span|p|a|ul|ol|li|table|form|h[1-6])(?:\[\d+\])?\//;

/** Whether it is an attribute of an element of a page, which people see through style and script, if at all. */
export function isPageAttribute({ place }: Divergence): boolean {
  return pageElement.test(place) && /\/@[^/]+$/.test(place);
}

/** Whether the call that the divergence is about may change something where it goes. */
export function isWriteCall({ baseline, candidate, place }: Divergence): boolean {
  const methods = [place.replace(/^outbound\//, ''), baseline?.text ?? '', candidate?.text ?? ''];
  return methods.some((text) => /^(?:POST|PUT|PATCH|DELETE) /.test(text));
}

/** Whether the number on the candidate's side is the larger. */
export function isMore({ baseline, candidate }: Divergence): boolean {
  return Number(candidate?.text) > Number(baseline?.text);
}

/** Whether it is about a span that goes out of the service: to another one, to a database or to a queue. */
export function isClientSpan({ kind, place }: Divergence): boolean {
  return kind.startsWith('span-') && /^span\/[^/]*\/(?:client|producer) /.test(place);
}

/** Whether a span ended otherwise, by its own account. */
export function isSpanStatus({ kind, place }: Divergence): boolean {
  return kind === 'span-changed' && /^span\/[^/]*\/[^/]*\/status$/.test(place);
}

/** Whether the candidate has null where the baseline has a value. */
export function becomesNull({ kind, candidate }: Divergence): boolean {
  return kind === 'type-changed' && candidate?.type === 'null';
}

/** Whether the candidate has a value where the baseline has null. */
export function wasNull({ kind, baseline }: Divergence): boolean {
  return kind === 'type-changed' && baseline?.type === 'null';
}

const reach: readonly string[] = ['strict', 'lax', 'none'];

/** Whether a cookie may now be sent along from more sites than before. */
export function isSentWider({ place, baseline, candidate }: Divergence): boolean {
  const reachOf = (value: ShownValue | null) => reach.indexOf((value?.text ?? '').toLowerCase());
  return place.endsWith('/samesite') && reachOf(candidate) > reachOf(baseline);
}
