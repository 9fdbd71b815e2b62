import { utf8Of } from './body-text.ts';

/** Fields above this are left as they are, in bytes. */
const longestField = 64 * 1024;

/**
 * Used on multipart/form-data: gives each field that is text to `replace`, and puts in what comes back. Files, boundaries and heads of
 * parts keep their bytes. Null when the type names no boundary.
 */
export function inMultipart(
  bytes: Buffer,
  contentType: string,
  replace: (name: string, text: string) => string,
): Buffer | null {
  const [, quoted, plain] = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  const pieces: Buffer[] = [];
  let copied = 0;
  for (const { name, start, end } of fieldsOf(bytes, Buffer.from(`--${boundary}`))) {
    const text = end - start > longestField ? null : utf8Of(bytes.subarray(start, end));
    const sent = text === null ? null : replace(name, text);
    if (sent === null || sent === text) continue;
    pieces.push(bytes.subarray(copied, start), Buffer.from(sent));
    copied = end;
  }
  return Buffer.concat([...pieces, bytes.subarray(copied)]);
}

type Field = { readonly name: string; readonly start: number; readonly end: number };

/** Parts that have a name and are no files; each ends with the line break before the next boundary. */
function* fieldsOf(bytes: Buffer, delimiter: Buffer): Generator<Field> {
  let at = bytes.indexOf(delimiter);
  while (at !== -1) {
    const next = bytes.indexOf(delimiter, at + delimiter.length);
    if (next === -1) return;
    const headLength = bytes.subarray(at, next).indexOf('\r\n\r\n');
    const head = headLength === -1 ? '' : bytes.toString('latin1', at, at + headLength);
    const name = /;\s*name\s*=\s*"?([^";\r\n]+)/i.exec(head)?.[1];
    const isFile = /;\s*filename\*?\s*=/i.test(head);
    if (name !== undefined && !isFile) yield { name, start: at + headLength + 4, end: next - 2 };
    at = next;
  }
}
