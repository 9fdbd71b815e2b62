import type { JsonLeaf } from './json-leaf.ts';
import { readJsonLeaves } from './json-leaves.ts';

const form = /^eyJ[\w-]{2,}\.([\w-]{2,})\.[\w-]*$/;
/** Claims about the token itself, which no later request repeats. */
const aboutToken = new Set(['iat', 'exp', 'nbf', 'auth_time', 'iss', 'aud']);

/**
 * Used on every text of a response: clients look into a JSON Web Token (RFC 7519) for the id of its subject or tenant and put it into
 * paths. Visits the claims that may be asked for; nothing for a text that is no token.
 */
export function readJwtClaims(text: string, visit: (claim: JsonLeaf) => void): void {
  const payload = text.startsWith('eyJ') ? form.exec(text)?.[1] : undefined;
  if (payload === undefined) return;
  const leaves: JsonLeaf[] = [];
  const isJson = readJsonLeaves(Buffer.from(payload, 'base64url').toString('utf8'), (leaf) => {
    if (!aboutToken.has(leaf.name)) leaves.push(leaf);
  });
  if (isJson) for (const leaf of leaves) visit(leaf);
}
