import * as z from 'zod';

/** Algorithms by which a JWT of the recording can be signed anew (RFC 7518, RFC 8037), by their names in its header. */
export const jwtAlgorithm = z.enum(['HS256', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA']);
export type JwtAlgorithm = z.infer<typeof jwtAlgorithm>;

/** Where the shadow's own signing key is: in the settings, in a file of the base revision, or in a variable of the gate. */
const keySource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().describe('The key itself.') }),
  z.strictObject({ kind: z.literal('file'), path: z.string().describe('Path from the repository root.') }),
  z.strictObject({
    kind: z.literal('variable'),
    name: z.string().describe('Environment variable of the gate.'),
  }),
]);

/** How JWTs of one algorithm are made valid in the shadow, since those of the recording have no signature that fits. */
export const jwtSigning = z.strictObject({
  algorithm: jwtAlgorithm.describe('Tokens whose header names it are signed anew.'),
  key: keySource.describe('Secret of HS*, or private key as PEM; the service must trust it in the shadow.'),
  issuer: z.string().optional().describe('Only tokens whose `iss` is this; any when absent.'),
  header: z
    .record(z.string(), z.string())
    .readonly()
    .describe('Members of the header to set, such as `kid`.'),
  claims: z
    .array(z.string())
    .readonly()
    .describe('Claims in seconds since 1970 that move with the clock when it is not the recorded one.'),
});
export type JwtSigning = z.infer<typeof jwtSigning>;

/** A place in a request where a credential stands: `header.NAME` (after its scheme) or `cookie.NAME`. */
const credentialPlace = z.string();

/** A request that logs in, for sessions whose login is not in the recording. */
export const loginRequest = z.strictObject({
  method: z.string().describe('Such as POST.'),
  target: z.string().describe('Path and query.'),
  headers: z.record(z.string(), z.string()).readonly().describe('Header lines, besides Host and length.'),
  body: z.string().describe('Sent as it is; empty for none.'),
  token: z
    .string()
    .describe('Where the answer has the token: `body/JSON/POINTER`, `cookie.NAME` or `header.NAME`.'),
  send: credentialPlace.describe('What it replaces in requests: `header.NAME` or `cookie.NAME`.'),
});
export type LoginRequest = z.infer<typeof loginRequest>;

/** What becomes of a recorded credential under replay; told before anything is replayed. */
export const credentialClass = z.enum([
  'issued-in-recording',
  'mapped',
  'jwt-verifiable-with-key',
  'login-first',
  'jwt-expired-in-shadow',
  'static-redacted',
  'unknown',
]);
export type CredentialClass = z.infer<typeof credentialClass>;
