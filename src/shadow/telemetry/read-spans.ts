import type { SpanEvent } from '../../domain/flow.ts';
import { cutText, readAttributes } from './read-attributes.ts';

/** One span as it was exported: with the ids and the start that order and tie it, which are compared with nothing. */
export type ReceivedSpan = Pick<
  SpanEvent,
  'name' | 'spanKind' | 'service' | 'scope' | 'attributes' | 'status'
> & {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** 16 hex digits; empty for a span that begins a trace. */
  readonly parentSpanId: string;
  /** Nanoseconds since 1970, by the clock of the service. */
  readonly startedAt: bigint;
};

export type ReadSpans = {
  readonly spans: readonly ReceivedSpan[];
  /** How many are no spans: without ids, or not of the shape that the protocol gives them. */
  readonly malformed: number;
};

/** As trace/v1 numbers them; what it calls unspecified may be taken for internal. */
const spanKinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const statuses = ['unset', 'ok', 'error'] as const;
const longestName = 400;
const longestOrigin = 200;

/**
 * Used on a decoded export, whichever form it came in: its spans, each by itself, so that a malformed one does not take the others with it. Null
 * when it is no export at all. It is untrusted throughout.
 */
export function readSpans(request: unknown): ReadSpans | null {
  const resources = listOf(request, 'resourceSpans');
  if (!isRecord(request) || resources === null) return null;
  const read = [...writtenSpans(resources)].map(readSpan);
  const spans = read.filter((span) => span !== null);
  return { spans, malformed: read.length - spans.length };
}

type Written = { readonly span: unknown; readonly service: string; readonly scope: string };

function* writtenSpans(resources: readonly unknown[]): Generator<Written> {
  for (const ofResource of resources) {
    const resource = readAttributes(memberOf(memberOf(ofResource, 'resource'), 'attributes'));
    const service = (resource?.['service.name'] ?? '').slice(0, longestOrigin);
    for (const ofScope of listOf(ofResource, 'scopeSpans') ?? []) {
      const scope = text(memberOf(memberOf(ofScope, 'scope'), 'name'), longestOrigin) ?? '';
      for (const span of listOf(ofScope, 'spans') ?? []) yield { span, service, scope };
    }
  }
}

function readSpan({ span: written, ...origin }: Written): ReceivedSpan | null {
  if (!isRecord(written)) return null;
  const [traceId, spanId] = [idOf(written['traceId'], 16), idOf(written['spanId'], 8)];
  const name = text(written['name'] ?? '', longestName);
  const attributes = readAttributes(written['attributes']);
  const startedAt = instantOf(written['startTimeUnixNano'] ?? 0);
  if (traceId === null || spanId === null || name === null || attributes === null || startedAt === null)
    return null;
  const parent = written['parentSpanId'] ?? '';
  const parentSpanId = isEmpty(parent) ? '' : idOf(parent, 8);
  if (parentSpanId === null) return null;
  const spanKind = spanKinds[Number(written['kind'] ?? 0)] ?? 'internal';
  const status = statuses[Number(memberOf(written['status'], 'code') ?? 0)] ?? 'unset';
  return { traceId, spanId, parentSpanId, name, spanKind, ...origin, attributes, status, startedAt };
}

/** Bytes in protobuf, hex digits in JSON; ids of zeros alone are none. */
function idOf(value: unknown, bytes: number): string | null {
  const hex = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  if (typeof hex !== 'string' || hex.length !== 2 * bytes || !/^[0-9a-f]+$/i.test(hex)) return null;
  return /^0+$/.test(hex) ? null : hex.toLowerCase();
}

function isEmpty(id: unknown): boolean {
  return id === '' || (id instanceof Uint8Array && id.length === 0);
}

/** 64 bits are a text in JSON, by the rules of protobuf; some exporters write a number. */
function instantOf(value: unknown): bigint | null {
  if (typeof value === 'number' && Number.isSafeInteger(Math.trunc(value))) return BigInt(Math.trunc(value));
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : null;
}

function text(value: unknown, longest: number): string | null {
  return typeof value === 'string' ? cutText(value, longest) : value === undefined ? '' : null;
}

function listOf(value: unknown, name: string): readonly unknown[] | null {
  const list = memberOf(value, name) ?? [];
  return Array.isArray(list) ? list : null;
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
