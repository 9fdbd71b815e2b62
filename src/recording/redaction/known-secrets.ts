import type { ByteEdit } from './byte-edits.ts';

/** Most values kept, and the longest of them: memory stays within some 10 MB whatever traffic brings. */
const defaultLimit = 10_000;
const longestRemembered = 8192;
const shortestDistinctive = 8;
const keyLength = 8;
/** Nobody's secrets end alike by chance; made to, they must not slow every search down. */
const mostWithOneEnding = 64;

type KnownSecret = { readonly bytes: Buffer; readonly token: string };

/**
 * The secrets that this recording has replaced so far, so that later bodies and targets which repeat one, in a place
 * whose name says nothing, get the same token. The least recently met are forgotten first.
 * Only distinctive values are looked for: a cookie `theme=dark` must not change every `dark` in every page.
 */
export class KnownSecrets {
  readonly #limit: number;
  readonly #tokens = new Map<string, string>();
  readonly #issued = new Set<string>();
  /** By their last 8 bytes, since many kinds of secret begin alike. */
  readonly #byEnding = new Map<string, KnownSecret[]>();
  #filter = new Uint8Array(65_536);
  #forgottenSinceRebuild = 0;

  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  tokenOf(value: string): string | undefined {
    const token = this.#tokens.get(value);
    if (token !== undefined) {
      this.#tokens.delete(value);
      this.#tokens.set(value, token);
    }
    return token;
  }

  /** Whether a value is itself a token given out before. Short ones could also be a secret, so they never count. */
  isIssued(value: string): boolean {
    return this.#issued.has(value);
  }

  remember(value: string, token: string): void {
    if (value.length > longestRemembered || this.#tokens.has(value)) return;
    this.#tokens.set(value, token);
    if (token.length >= 12) this.#issued.add(token);
    for (const bytes of spellings(value)) this.#index({ bytes, token });
    if (this.#tokens.size > this.#limit) this.#forgetOldest();
  }

  /** Every occurrence of a distinctive known secret, in order; where two overlap, the one that holds the other. */
  findIn(bytes: Buffer): ByteEdit[] {
    const found: ByteEdit[] = [];
    if (this.#byEnding.size === 0) return found;
    for (let end = keyLength; end <= bytes.length; end += 1) {
      if (this.#filter[hashBefore(bytes, end)] === 0) continue;
      const edit = this.#secretEndingAt(bytes, end);
      if (edit !== null) addOutermost(found, edit);
    }
    return found;
  }

  #secretEndingAt(bytes: Buffer, end: number): ByteEdit | null {
    let longest: ByteEdit | null = null;
    for (const known of this.#byEnding.get(bytes.toString('latin1', end - keyLength, end)) ?? []) {
      const start = end - known.bytes.length;
      if (start < 0 || (longest !== null && start >= longest.start)) continue;
      if (known.bytes.compare(bytes, start, end) === 0) longest = { start, end, replacement: known.token };
    }
    return longest;
  }

  #index(secret: KnownSecret): void {
    const ending = secret.bytes.toString('latin1', secret.bytes.length - keyLength);
    const others = this.#byEnding.get(ending);
    if (others === undefined) this.#byEnding.set(ending, [secret]);
    else if (others.length < mostWithOneEnding) others.push(secret);
    this.#filter[hashBefore(secret.bytes, secret.bytes.length)] = 1;
  }

  #forgetOldest(): void {
    for (const [value, token] of this.#tokens) {
      this.#tokens.delete(value);
      this.#issued.delete(token);
      this.#forgottenSinceRebuild += 1;
      break;
    }
    if (this.#forgottenSinceRebuild < this.#limit / 10) return;
    this.#forgottenSinceRebuild = 0;
    this.#byEnding.clear();
    this.#filter = new Uint8Array(65_536);
    for (const [value, token] of this.#tokens) {
      for (const bytes of spellings(value)) this.#index({ bytes, token });
    }
  }
}

/** Whether a value is long and mixed enough that meeting it again is no chance. */
function isDistinctive(value: string): boolean {
  if (value.length < shortestDistinctive) return false;
  if (value.length >= 20) return true;
  if (/^[0-9.:-]+$/.test(value)) return value.length >= 12;
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value);
}

/** How a value may be written in a body or a target: as it is, or percent-encoded. */
function spellings(value: string): readonly Buffer[] {
  if (!isDistinctive(value)) return [];
  const encoded = encodeURIComponent(value.toWellFormed());
  return (encoded === value ? [value] : [value, encoded]).map((text) => Buffer.from(text));
}

function hashBefore(bytes: Buffer, end: number): number {
  const last = bytes.readUInt32LE(end - 4);
  return (last ^ (last >>> 16)) & 0xffff;
}

function addOutermost(found: ByteEdit[], edit: ByteEdit): void {
  let last = found.at(-1);
  while (last !== undefined && last.start >= edit.start) {
    found.pop();
    last = found.at(-1);
  }
  if (last === undefined || last.end <= edit.start) found.push(edit);
}
