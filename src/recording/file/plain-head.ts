import type { ExchangeHead } from '../../domain/recording.ts';

/** Members that every head has, and no others: which is what nearly all have. */
const members = 9;
const optional = 1;

/**
 * Used on each record that is read, before the schema: whether it is, beyond doubt, a head with none of the rarer members. What this does
 * not know, the schema decides; it takes as long as all else of reading, and a recording is read several times in a gate.
 */
export function isPlainHead(value: unknown): value is ExchangeHead {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { httpVersion } = value as { readonly httpVersion?: unknown };
  if (countOf(value) !== (httpVersion === undefined ? members : members + optional)) return false;
  return hasPlainRequest(value) && hasPlainResponse(value) && isVersion(httpVersion);
}

type Unchecked = Readonly<{ [Name in keyof ExchangeHead]?: unknown }>;

function hasPlainRequest({ id, session, startedAt, method, target, requestHeaders }: Unchecked): boolean {
  if (!isText(id) || id.length === 0 || id.length > 64 || !isText(session) || !isNumber(startedAt))
    return false;
  return isText(method) && isText(target) && areHeaderLines(requestHeaders);
}

function hasPlainResponse({ durationMs, status, responseHeaders }: Unchecked): boolean {
  if (!isNumber(durationMs) || durationMs < 0 || !isNumber(status) || !Number.isInteger(status)) return false;
  return status >= 0 && status <= 999 && areHeaderLines(responseHeaders);
}

function isVersion(version: unknown): boolean {
  return version === undefined || version === '1.0' || version === '1.1' || version === '2';
}

/** Names are not made a list of: there are millions of heads. What JSON gives inherits nothing that is counted here. */
function countOf(value: object): number {
  let count = 0;
  for (const _ in value) count += 1;
  return count;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function areHeaderLines(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const line of value) if (!isHeaderLine(line)) return false;
  return true;
}

function isHeaderLine(line: unknown): boolean {
  return Array.isArray(line) && line.length === 2 && isText(line[0]) && isText(line[1]);
}
