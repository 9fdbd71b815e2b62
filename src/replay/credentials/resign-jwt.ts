import type { JwtSigning } from '../../domain/credential.ts';
import { createSignJwt, type SignJwt } from './sign-jwt.ts';

/** What the clock of the instances shows: the instant of each exchange as recorded, or the time of the run. */
export type ShadowClock = 'recorded' | 'real';

/**
 * Gives what to send in place of a text that is a JWT of a configured algorithm, null for any other. `at`: when the request that carries it was
 * recorded, in milliseconds. The same text is always signed once, so that all instances get the same bytes.
 */
export type ResignJwt = (text: string, at: number) => string | null;

type Signing = JwtSigning & { readonly sign: SignJwt };
type Jwt = { readonly header: Record<string, unknown>; readonly payload: Record<string, unknown> };

const form = /^eyJ[\w-]{2,}\.eyJ[\w-]*\.[\w-]*$/;
/** Tokens remembered; one that was forgotten is signed again. */
const mostRemembered = 10_000;

/** One per run. Keys have been read: see `readReplayKeys`. */
export function createResignJwt(
  settings: readonly JwtSigning[],
  { clock, now }: { readonly clock: ShadowClock; readonly now: () => number },
): ResignJwt {
  const signings = settings.map((setting) => ({ ...setting, sign: signOf(setting) }));
  const signed = new Map<string, string>();
  return (text, at) => {
    if (signings.length === 0 || !form.test(text)) return null;
    const before = signed.get(text);
    if (before !== undefined) return before;
    const jwt = readJwt(text);
    const signing = jwt === null ? undefined : signings.find((each) => isFor(each, jwt));
    if (jwt === null || signing === undefined) return null;
    const shiftSeconds = clock === 'recorded' ? 0 : Math.round((now() - at) / 1000);
    const made = write(jwt, signing, shiftSeconds);
    if (signed.size >= mostRemembered) signed.clear();
    signed.set(text, made);
    return made;
  };
}

/** Whether a text may be a JWT, which is all that a walk through many texts has to know. */
export function hasFormOfJwt(text: string): boolean {
  return text.startsWith('eyJ') && form.test(text);
}

/** Whether a text is a JWT that the settings sign anew. */
export function isResigned(text: string, settings: readonly JwtSigning[]): boolean {
  const jwt = form.test(text) ? readJwt(text) : null;
  return jwt !== null && settings.some((setting) => isFor(setting, jwt));
}

/** When a JWT expires, in milliseconds since 1970; infinity when it never does; null for what is no JWT. */
export function expiryOf(text: string): number | null {
  const jwt = form.test(text) ? readJwt(text) : null;
  if (jwt === null) return null;
  const { exp } = jwt.payload;
  return typeof exp === 'number' ? exp * 1000 : Number.POSITIVE_INFINITY;
}

function signOf({ algorithm, key }: JwtSigning): SignJwt {
  if (key.kind !== 'text') throw new Error('the key of a JWT was not read before the replay');
  return createSignJwt(algorithm, key.text);
}

function isFor({ algorithm, issuer }: JwtSigning, { header, payload }: Jwt): boolean {
  return header['alg'] === algorithm && (issuer === undefined || payload['iss'] === issuer);
}

/** The claims as redaction left them; times move only when the instances live later than the recording. */
function write({ header, payload }: Jwt, signing: Signing, shiftSeconds: number): string {
  const moved = signing.claims.flatMap((name) => {
    const value = payload[name];
    return typeof value === 'number' ? [[name, value + shiftSeconds] as const] : [];
  });
  const claims = { ...payload, ...Object.fromEntries(moved) };
  const input = `${encode({ ...header, ...signing.header })}.${encode(claims)}`;
  return `${input}.${signing.sign(input)}`;
}

function readJwt(text: string): Jwt | null {
  const [header = '', payload = ''] = text.split('.');
  const read = { header: decode(header), payload: decode(payload) };
  return read.header === null || read.payload === null ? null : (read as Jwt);
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
