import { secretKindOf } from './secret-names.ts';

/** How the parts of a JWT are made anew: bytes for the signature, and a token for each text that may be a person. */
type JwtMaker = {
  readonly signature: (length: number) => Buffer;
  readonly tokenOf: (value: string) => string;
};

const form = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
/** Claims that say nothing of a person and that servers check before the signature. */
const plainClaims = new Set([
  'alg',
  'typ',
  'cty',
  'kid',
  'iss',
  'aud',
  'exp',
  'iat',
  'nbf',
  'scope',
  'token_type',
]);
/** Claims that name a row of a table, which stands in paths and bodies too, as long as its value is made by a machine. */
const idClaim = /^(?:sub|uid|.*[_-]id|.*[a-z]I[dD])$/;
const machineMade =
  /^(?:\d{1,12}|[0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-7][0-9A-HJKMNP-TV-Z]{25})$/i;
const deepest = 16;

/**
 * The token of a JWT: a JWT with the same claims, so that a reader sees what kind of token it was and a comparison finds every claim
 * in its place. Ids made by a machine stay, since clients take them out of tokens and put them into paths; what else could
 * name a person becomes a token, and the signature fits nothing. Null for what is no JWT.
 */
export function redactJwt(value: string, maker: JwtMaker): string | null {
  if (!form.test(value)) return null;
  const [header = '', payload = '', signature = ''] = value.split('.');
  const redactedHeader = redactSegment(header, maker);
  const redactedPayload = redactSegment(payload, maker);
  if (redactedHeader === null || redactedPayload === null) return null;
  const length = Math.max(32, Math.ceil((signature.length * 3) / 4));
  return `${redactedHeader}.${redactedPayload}.${maker.signature(length).toString('base64url')}`;
}

function redactSegment(segment: string, maker: JwtMaker): string | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return null;
    const redacted = Object.entries(claims).map(([name, claim]) => [
      name,
      isPlain(name, claim) ? claim : redactClaim(claim, maker, 0),
    ]);
    return Buffer.from(JSON.stringify(Object.fromEntries(redacted))).toString('base64url');
  } catch {
    return null;
  }
}

function isPlain(name: string, claim: unknown): boolean {
  if (plainClaims.has(name)) return true;
  return idClaim.test(name) && secretKindOf(name) === null && machineMade.test(String(claim));
}

/** Type and structure stay; a claim that lies deeper than any token has use for goes. */
function redactClaim(claim: unknown, maker: JwtMaker, depth: number): unknown {
  if (typeof claim === 'string') return maker.tokenOf(claim);
  if (typeof claim === 'number') return redactNumber(claim, maker);
  if (typeof claim !== 'object' || claim === null) return claim;
  if (depth >= deepest) return null;
  if (Array.isArray(claim)) return claim.map((item) => redactClaim(item, maker, depth + 1));
  return Object.fromEntries(
    Object.entries(claim).map(([name, inner]) => [name, redactClaim(inner, maker, depth + 1)]),
  );
}

/** As many digits as before, as far as a number can hold them. */
function redactNumber(claim: number, { tokenOf }: JwtMaker): number {
  return Number(tokenOf(String(claim).replace(/\D/g, '').slice(0, 15)));
}
