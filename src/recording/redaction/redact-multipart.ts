import { applyEdits, type ByteEdit } from './byte-edits.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactCredential } from './redact-credential.ts';
import { redactText } from './redact-text.ts';
import { secretKindOf } from './secret-names.ts';

/** Redacts fields of multipart/form-data by their names. Parts that are files are searched like text. */
export function redactMultipart(bytes: Buffer, contentType: string, pseudonyms: Pseudonyms): Buffer {
  const [, quoted, plain] = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return redactText(bytes, pseudonyms);
  const edits: ByteEdit[] = [];
  for (const part of partsOf(bytes, Buffer.from(`--${boundary}`))) {
    const content = bytes.subarray(part.start, part.end);
    const changed = redactPart(part.head, content, pseudonyms);
    if (!changed.equals(content)) edits.push({ start: part.start, end: part.end, replacement: changed });
  }
  return applyEdits(bytes, edits);
}

type Part = { readonly head: string; readonly start: number; readonly end: number };

function* partsOf(bytes: Buffer, delimiter: Buffer): Generator<Part> {
  let at = bytes.indexOf(delimiter);
  while (at !== -1) {
    const next = bytes.indexOf(delimiter, at + delimiter.length);
    const end = next === -1 ? bytes.length : next - 2;
    // Searched within the part alone: over all that follows, a body of nothing but boundaries would never end.
    const headLength = bytes.subarray(at, end).indexOf('\r\n\r\n');
    if (headLength !== -1) {
      const headEnd = at + headLength;
      yield { head: bytes.toString('latin1', at + delimiter.length, headEnd), start: headEnd + 4, end };
    }
    at = next;
  }
}

function redactPart(head: string, content: Buffer, pseudonyms: Pseudonyms): Buffer {
  const name = /;\s*name\s*=\s*"?([^";\r\n]+)/i.exec(head)?.[1] ?? '';
  const isFile = /;\s*filename\*?\s*=/i.test(head);
  if (!isFile && secretKindOf(name) !== null) {
    return Buffer.from(redactCredential(content.toString(), pseudonyms));
  }
  return redactText(content, pseudonyms);
}
