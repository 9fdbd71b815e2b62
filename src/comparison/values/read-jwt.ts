import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { parseJson } from '../json/parse-json.ts';

export type Jwt = {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signatureLength: number;
};

/**
 * Reads a JSON Web Token (RFC 7519, compact form), or returns `null` for any other string. Used because two tokens always
 * differ as text, so a claim that was dropped inside one is only seen when the claims are compared.
 */
export function readJwt(text: string): Jwt | null {
  if (!text.startsWith('eyJ')) return null;
  const [, first, second, signature = ''] = /^(eyJ[\w-]*)\.([\w-]+)\.([\w-]*)$/.exec(text) ?? [];
  const header = readPart(first);
  const payload = readPart(second);
  return header === null || payload === null ? null : { header, payload, signatureLength: signature.length };
}

function readPart(part: string | undefined): JsonObject | null {
  if (part === undefined) return null;
  const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'));
  return value !== undefined && isJsonObject(value) ? value : null;
}
