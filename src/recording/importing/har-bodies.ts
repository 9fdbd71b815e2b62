import type { HarContent, HarPostData } from './har-entry.ts';

/** A body as far as a HAR can tell it: `isWhole` is false when it was left out or spoiled by the writer. */
export type HarBody = { readonly bytes: Buffer; readonly isWhole: boolean };

const nothing: HarBody = { bytes: Buffer.alloc(0), isWhole: true };
const missing: HarBody = { bytes: Buffer.alloc(0), isWhole: false };

/**
 * The decoded body of a response. HAR holds text after content decoding, or base64 when `encoding` says so. Some claim
 * base64 for plain text, some forget to: the bytes decide. `size` is wrong too often to prove anything by itself.
 */
export function responseBody(content: HarContent | null | undefined, status: number): HarBody {
  if (content === null || content === undefined) return nothing;
  if (content._file) return missing;
  if (content.text === null || content.text === undefined) {
    const cannotHaveBody = status === 204 || status === 304 || status < 200;
    return (content.size ?? 0) > 0 && !cannotHaveBody ? missing : nothing;
  }
  const forgotten = isBinaryType(content.mimeType) && decodedLength(content.text) === content.size;
  return bodyFromText(content.text, content.encoding === 'base64' || forgotten);
}

/** The body of a request: its text, or its form fields when only these were kept. */
export function requestBody(postData: HarPostData | null | undefined): HarBody {
  if (postData === null || postData === undefined) return nothing;
  if (postData._file) return missing;
  if (typeof postData.text === 'string' && postData.text !== '') {
    return bodyFromText(postData.text, postData.encoding === 'base64');
  }
  const params = postData.params ?? [];
  if (params.length === 0) return nothing;
  // Files and boundaries of a multipart form cannot be made again from its fields.
  if (/multipart/i.test(postData.mimeType ?? '')) return missing;
  return {
    bytes: Buffer.from(params.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')),
    isWhole: true,
  };
}

/** U+FFFD stands where bytes were no UTF-8 and are lost. */
function bodyFromText(text: string, claimsBase64: boolean): HarBody {
  if (claimsBase64 && decodedLength(text) !== null)
    return { bytes: Buffer.from(text, 'base64'), isWhole: true };
  return { bytes: Buffer.from(text.toWellFormed()), isWhole: !text.includes('\ufffd') };
}

/** Length of what a text decodes to, or null when it is no strict base64. */
function decodedLength(text: string): number | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  return (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
}

function isBinaryType(mimeType: string | null | undefined): boolean {
  return /^(image|audio|video|font)\/|octet-stream|zip|pdf|protobuf|wasm/i.test(mimeType ?? '');
}

/** Some writers keep fields encoded, some decode them; escapes that are there stay. */
function encode(text: string): string {
  if (/%[0-9A-Fa-f]{2}/.test(text) && /^[\x21-\x7e]*$/.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+');
}
