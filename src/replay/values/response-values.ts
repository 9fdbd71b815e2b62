import { type ConversationMessage, saidBy } from '../../domain/conversation.ts';
import type { HeaderLines } from '../../domain/recording.ts';
import { readBodyText, utf8Of } from './body-text.ts';
import { readHtmlValues } from './html-values.ts';
import type { JsonLeaf } from './json-leaf.ts';
import { readJsonLeaves } from './json-leaves.ts';
import { readNestedValues } from './nested-values.ts';
import { readXmlTexts } from './xml-texts.ts';

/** A value in a response, at a place that can be found again in the response of an instance. */
export type ResponseValue = {
  /**
   * `cookie:<name>`, `header:<name>#<nth>`, `body<JSON Pointer>`, `form:<name>#<nth>`, `xml:<path>`, `text`, or that of an `HtmlValue`; behind `message <n> ` in a conversation;
   * followed by the step of a `NestedValue` for what is packed into the text there.
   */
  readonly place: string;
  readonly text: string;
  readonly source: 'cookie' | 'header' | 'location' | 'body';
  /** Name of the cookie, header, member or field. */
  readonly name: string;
  /** For a JSON member, the member its object is the value of. */
  readonly parent: string;
  readonly inArray: boolean;
};

export type ResponseParts = {
  readonly headers: HeaderLines;
  readonly body: Uint8Array;
  /** Of a conversation, whose service said the body in pieces. */
  readonly messages?: readonly ConversationMessage[];
};

/** Headers that never carry anything back: about the connection, caching, the content or the server itself. */
const plainHeaders =
  /^(?:date|server|via|age|vary|allow|expires|connection|keep-alive|transfer-encoding|content-.*|cache-control|pragma|accept-.*|access-control-.*|strict-transport-security|referrer-policy|permissions-policy|cross-origin-.*|x-powered-by|x-frame-options|x-xss-protection|x-content-type-options|x-runtime|x-response-time|retry-after|alt-svc|nel|report-to|server-timing|traceparent|.*ratelimit.*|.*rate-limit.*)$/;

/**
 * Used on the recorded response, to see what the service issued, and on the response of each instance, to see what it issued at the
 * same places. Reads cookies, headers, JSON, forms, XML, inputs and links of HTML, plain text that is one word, and what is packed into any of
 * these, such as the claims of a JWT.
 */
export function readResponseValues(response: ResponseParts, visit: (value: ResponseValue) => void): void {
  const visitWithNested = (value: ResponseValue): void => {
    visit(value);
    readNestedValues(value.text, ({ step, text, name, parent, inArray }) =>
      visit({
        place: `${value.place}${step}`,
        text,
        source: 'body',
        name,
        parent,
        inArray: inArray || value.inArray,
      }),
    );
  };
  readHeaders(response.headers, visitWithNested);
  if (response.messages === undefined) readBody(response, visitWithNested);
  else readMessages(response.messages, response.body, visitWithNested);
}

/** Each text message as a body of its own, its places behind its number. */
function readMessages(
  messages: readonly ConversationMessage[],
  body: Uint8Array,
  visit: (value: ResponseValue) => void,
): void {
  for (const [number, { kind, payload }] of saidBy('service', messages, body).entries()) {
    if (kind === 'text') {
      readBody({ headers: [], body: payload }, ({ place, text, source, name, parent, inArray }) =>
        visit({ place: `message ${number} ${place}`, text, source, name, parent, inArray }),
      );
    }
  }
}

function readBody({ headers, body }: ResponseParts, visit: (value: ResponseValue) => void): void {
  const found = readBodyText(headers, body);
  const text = found === null ? null : utf8Of(found.bytes);
  if (found === null || text === null) return;
  switch (found.kind) {
    case 'json':
      readJsonLeaves(text, (leaf) => visit(new JsonValue(leaf)));
      return;
    case 'form':
      readForm([...new URLSearchParams(text)], visit);
      return;
    case 'html':
      readHtmlValues(text, ({ place, name, text: value, isRepeated }) =>
        visit({ place, text: value, source: 'body', name, parent: '', inArray: isRepeated }),
      );
      return;
    case 'xml':
      readXmlTexts(text, ({ path, text: value, name, parent, isRepeated }) =>
        visit({
          place: `xml:${path}`,
          text: value.trim(),
          source: 'body',
          name,
          parent,
          inArray: isRepeated,
        }),
      );
      return;
    case 'plain':
      if (/^\s*\S{4,4096}\s*$/.test(text))
        visit(flat('body', { place: 'text', name: '', text: text.trim() }));
      return;
    case 'multipart':
      return;
  }
}

/** One for every leaf of every response, so it works nothing out before it is asked. */
class JsonValue implements ResponseValue {
  readonly source = 'body';
  readonly text: string;
  private readonly leaf: JsonLeaf;

  constructor(leaf: JsonLeaf) {
    this.leaf = leaf;
    this.text = leaf.text;
  }

  get place(): string {
    return `body${this.leaf.pointer}`;
  }

  get name(): string {
    return this.leaf.name;
  }

  get parent(): string {
    return this.leaf.parent;
  }

  get inArray(): boolean {
    return this.leaf.inArray;
  }
}

function readHeaders(lines: HeaderLines, visit: (value: ResponseValue) => void): void {
  const seen = new Map<string, number>();
  for (const [rawName, text] of lines) {
    const name = rawName.toLowerCase();
    if (name === 'set-cookie') {
      readCookie(text, visit);
    } else if (!plainHeaders.test(name) && text !== '') {
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      const source = name === 'location' || name === 'content-location' ? 'location' : 'header';
      visit(flat(source, { place: `header:${name}#${nth}`, name, text }));
    }
  }
}

/** The value of a cookie; one that is being deleted has none. */
function readCookie(line: string, visit: (value: ResponseValue) => void): void {
  const [pair = ''] = line.split(';', 1);
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals).trim();
  const text = pair.slice(equals + 1).trim();
  if (equals > 0 && text !== '') visit(flat('cookie', { place: `cookie:${name}`, name, text }));
}

function readForm(
  pairs: readonly (readonly [string, string])[],
  visit: (value: ResponseValue) => void,
): void {
  const seen = new Map<string, number>();
  for (const [name, text] of pairs) {
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    visit(flat('body', { place: `form:${name}#${nth}`, name, text }));
  }
}

function flat(
  source: ResponseValue['source'],
  value: Pick<ResponseValue, 'place' | 'name' | 'text'>,
): ResponseValue {
  return { ...value, source, parent: '', inArray: false };
}
