import { createHash } from 'node:crypto';

const mostAttributes = 64;
const longestKey = 100;
const longestValue = 2_000;
const mostParts = 100;
const deepest = 8;

/**
 * What says when, where and in which process something was done, and not what: names of the semantic conventions of OpenTelemetry, and
 * of those before 1.0. It differs in every run.
 */
const volatile =
  /^(?:thread\.|process\.|host\.|container\.|k8s\.|net\.sock\.|network\.(?:peer|local)\.|client\.(?:address|port)$|(?:server|source|destination|net\.peer|net\.host)\.port$|service\.instance\.id$|messaging\.message\.id$|http\.client_ip$|(?:exception|code)\.stacktrace$|otel\.)|(?:^|[._-])(?:pid|duration|elapsed|latency|timestamp|duration_ms|elapsed_ms)$/;

/**
 * Used on the attributes of a span: as text by name, in the order of names, without what is volatile by nature. Null when they are no list of
 * attributes. What is cut keeps its length and digest, so that a difference behind the cut is one still.
 */
export function readAttributes(written: unknown): Readonly<Record<string, string>> | null {
  if (written === undefined || written === null) return {};
  if (!Array.isArray(written)) return null;
  const read = new Map<string, string>();
  for (const each of written.slice(0, 4 * mostAttributes)) {
    const { key, value } = (each ?? {}) as { readonly key?: unknown; readonly value?: unknown };
    if (typeof key !== 'string') return null;
    if (volatile.test(key) || read.size === mostAttributes) continue;
    read.set(key.slice(0, longestKey), cutText(evenAddresses(textOf(value, 0)), longestValue));
  }
  return Object.fromEntries([...read].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A text of bounded length that differs where the whole differs. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const end = `… (${text.length} characters, ${digest})`;
  return `${text.slice(0, longest - end.length)}${end}`;
}

/** Each instance has a port of its own. */
function evenAddresses(text: string): string {
  return text.replace(/\b(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}\b/g, '$1');
}

/** As people write it: one of the members of AnyValue is there, or none. Bounded, since values may nest. */
function textOf(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null || depth > deepest) return '';
  const any = value as Readonly<Record<string, unknown>>;
  const [[member = '', held] = []] = Object.entries(any);
  switch (member) {
    case 'stringValue':
      return typeof held === 'string' ? held : '';
    case 'boolValue':
    case 'intValue':
    case 'doubleValue':
      return typeof held === 'object' ? '' : String(held);
    case 'bytesValue':
      return held instanceof Uint8Array
        ? Buffer.from(held).toString('base64')
        : String(held).slice(0, longestValue);
    case 'arrayValue':
      return `[${partsOf(held)
        .map((part) => textOf(part, depth + 1))
        .join(', ')}]`;
    case 'kvlistValue':
      return `{${partsOf(held)
        .map((part) => textOfMember(part, depth + 1))
        .join(', ')}}`;
    default:
      return '';
  }
}

function partsOf(held: unknown): readonly unknown[] {
  const values = (held as { readonly values?: unknown } | null)?.values;
  return Array.isArray(values) ? values.slice(0, mostParts) : [];
}

function textOfMember(part: unknown, depth: number): string {
  const { key, value } = (part ?? {}) as { readonly key?: unknown; readonly value?: unknown };
  return `${typeof key === 'string' ? key : ''}: ${textOf(value, depth)}`;
}
