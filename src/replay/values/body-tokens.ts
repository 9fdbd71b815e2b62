import { headerOf } from '../../domain/recording.ts';
import type { SentRequest } from '../sending/sent-request.ts';
import { type BodyText, readBodyText, utf8Of } from './body-text.ts';
import { inFields, placeOf } from './field-tokens.ts';
import { inJson } from './json-tokens.ts';
import { inMultipart } from './multipart-fields.ts';
import { meaningOfField } from './resource-names.ts';
import { inText, type ReplaceToken } from './text-tokens.ts';
import { fieldName } from './url-text.ts';
import { escapeXml, readXmlTexts } from './xml-texts.ts';

const place = 'body';

/**
 * Used on the body of each request: puts in what `replace` gives for its values, and packs it again as it was. Files in a
 * multipart form and what is no text stay as they are, and so does every byte that is not replaced.
 */
export function inBody(request: SentRequest, replace: ReplaceToken): Uint8Array {
  const { headers, body } = request;
  const found = readBodyText(headers, body);
  if (found === null) return body;
  const sent = inBytes(found, request, replace);
  return sent === null || sent.equals(found.bytes) ? body : found.pack(sent);
}

function inBytes({ kind, bytes }: BodyText, request: SentRequest, replace: ReplaceToken): Buffer | null {
  const { target } = request;
  if (kind === 'multipart') {
    const inPart = (name: string, text: string): string => inNamed(name, text, target, replace);
    return inMultipart(bytes, headerOf(request.headers, 'content-type') ?? '', inPart);
  }
  const text = utf8Of(bytes);
  if (text === null) return null;
  switch (kind) {
    case 'json':
      return Buffer.from(inJsonAt(place, text, { target, replace }));
    case 'form':
      return Buffer.from(inFields(text, { place, target }, replace));
    case 'xml':
      return Buffer.from(inXml(text, target, replace));
    case 'plain':
    case 'html':
      return Buffer.from(inText(text, { place, resource: '', idOf: 'nothing' }, replace));
  }
}

/** A field of a form that holds JSON is read as JSON. */
function inNamed(name: string, text: string, target: string, replace: ReplaceToken): string {
  if (/^\s*[[{]/.test(text)) return inJsonAt(placeOf(place, name), text, { target, replace });
  const meaning = meaningOfField({ name: fieldName(name), parent: '', target });
  return inText(text, { place: placeOf(place, name), ...meaning }, replace);
}

type Given = { readonly target: string; readonly replace: ReplaceToken };

function inJsonAt(top: string, text: string, { target, replace }: Given): string {
  return inJson(text, target, ({ kind, text: value, pointer, resource, idOf }) => {
    const spot = { place: `${top}${pointer}`, resource, idOf };
    return kind === 'number' ? (replace({ ...spot, text: value }) ?? value) : inText(value, spot, replace);
  });
}

function inXml(xml: string, target: string, replace: ReplaceToken): string {
  const pieces: string[] = [];
  let copied = 0;
  readXmlTexts(xml, ({ text, path, name, parent, start, end }) => {
    const spot = { place: `${place}/${path}`, ...meaningOfField({ name, parent, target }) };
    const sent = inText(text, spot, replace);
    if (sent === text) return;
    pieces.push(xml.slice(copied, start), escapeXml(sent));
    copied = end;
  });
  return `${pieces.join('')}${xml.slice(copied)}`;
}
