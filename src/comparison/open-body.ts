import { type DecodedContent, decodeContent } from '../content-coding/decode-content.ts';
import type { Responded } from '../domain/observation.ts';
import { headerValues } from '../domain/recording.ts';
import { headerValue } from './headers/header-values.ts';

/** A body that unpacks to more than this is compared packed. */
const mostBytes = 128 * 1024 * 1024;

/** A body without its content coding, with what is said of it. */
export type OpenedBody = {
  readonly decoded: DecodedContent;
  /** In lower case. */
  readonly contentType: string;
};

/** The first step of reading a body, and the last one where the bytes turn out to be equal or can be compared as they are. */
export function openBody({ headers, body }: Pick<Responded, 'headers' | 'body'>): OpenedBody {
  const decoded = decodeContent(body, headerValues(headers, 'content-encoding'), mostBytes);
  return { decoded, contentType: (headerValue(headers, 'content-type') ?? '').toLowerCase() };
}

/** Kinds of content that are not taken for JSON whatever they look like. */
const neverJson =
  /^(multipart\/|application\/(grpc|(x-|vnd\.google\.|x-google-)?protobuf)\b|(image|audio|video|font)\/(?!svg)|application\/x-www-form-urlencoded|text\/event-stream)|[/+-](x-)?(ndjson|jsonl|json-?lines|json-seq)\b|charset=(?!"?utf-?8)/;

/** Whether a body would be read as JSON, provided that it is JSON: said to be, or looking like it. */
export function mayBeJson({ contentType, decoded }: OpenedBody): boolean {
  if (decoded.kind === 'undecodable') return false;
  if (lastAsked.contentType !== contentType) lastAsked = { contentType, isJson: isJsonByType(contentType) };
  if (lastAsked.isJson !== null) return lastAsked.isJson;
  const [first = ''] = /\S/.exec(Buffer.from(decoded.bytes.subarray(0, 64)).toString('latin1')) ?? [];
  return ['{', '[', '"'].includes(first);
}

/** Neighbouring answers are of one type. */
let lastAsked: { readonly contentType: string; readonly isJson: boolean | null } = {
  contentType: '',
  isJson: null,
};

/** Null where the type does not say it. */
function isJsonByType(contentType: string): boolean | null {
  if (contentType === 'application/json') return true;
  if (neverJson.test(contentType)) return false;
  return saysJson(contentType) ? true : null;
}

export function saysJson(contentType: string): boolean {
  return /[/+-]json\b/.test(contentType);
}
