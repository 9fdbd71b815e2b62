import type { JsonLeaf } from './json-leaf.ts';
import { readJsonLeaves } from './json-leaves.ts';
import { readJwtClaims } from './jwt-claims.ts';

/** Values that stand inside another; deeper ones nobody takes apart by hand. */
const deepest = 3;
/** Texts above this are no cookie, token or field with something packed into it. */
const longestText = 64 * 1024;
/** Base64 of what begins with a brace or a bracket. */
const base64OfJson = /^[eW][w-z0-9+/_-][\w+/-]{4,}={0,2}$/;

/** A value found inside another, with how to get there behind its place: `/(json)/user/id`, `/(jwt)/sub`, `/(base64)/after`. */
export type NestedValue = Pick<JsonLeaf, 'text' | 'name' | 'parent' | 'inArray'> & { readonly step: string };

/**
 * Used on every text of a response: clients take apart what a service packs into one, such as the claims of a JSON Web Token (RFC 7519), JSON in
 * a string, in base64 or percent-encoded in a cookie, and send back its pieces. Visits nothing for a text that holds nothing.
 */
export function readNestedValues(text: string, visit: (value: NestedValue) => void, depth = 1): void {
  const found = unpacked(text);
  if (found === null) return;
  const { kind, leaves } = found;
  for (const { pointer, text: inner, name, parent, inArray } of leaves) {
    const step = `/(${kind})${pointer}`;
    visit({ step, text: inner, name, parent, inArray });
    if (depth < deepest)
      readNestedValues(inner, (deeper) => visit({ ...deeper, step: `${step}${deeper.step}` }), depth + 1);
  }
}

type Unpacked = {
  readonly kind: 'json' | 'jwt' | 'base64' | 'encoded';
  readonly leaves: readonly JsonLeaf[];
};

/** Told by the first characters, since nearly every text is none of these. */
function unpacked(text: string): Unpacked | null {
  if (text.length < 6 || text.length > longestText) return null;
  switch (text[0]) {
    case '{':
    case '[':
      return leavesOf('json', text);
    case '%':
      return /^%(?:7B|5B)/i.test(text) ? leavesOf('encoded', percentDecoded(text)) : null;
    case 'e':
    case 'W':
      return fromJwt(text) ?? fromBase64(text);
    default:
      return null;
  }
}

function fromJwt(text: string): Unpacked | null {
  const leaves: JsonLeaf[] = [];
  readJwtClaims(text, (claim) => leaves.push(claim));
  return leaves.length === 0 ? null : { kind: 'jwt', leaves };
}

function fromBase64(text: string): Unpacked | null {
  return base64OfJson.test(text) ? leavesOf('base64', Buffer.from(text, 'base64').toString('utf8')) : null;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function leavesOf(kind: Unpacked['kind'], text: string): Unpacked | null {
  const leaves: JsonLeaf[] = [];
  return readJsonLeaves(text, (leaf) => leaves.push(leaf)) ? { kind, leaves } : null;
}
