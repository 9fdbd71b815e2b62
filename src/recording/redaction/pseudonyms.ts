import { createHash } from 'node:crypto';
import type { ByteEdit } from './byte-edits.ts';
import { KnownSecrets } from './known-secrets.ts';
import { createTokenMaker, keyedBytes } from './token-shape.ts';

/** What every part of redaction works with: tokens for secrets, and the memory of those replaced so far. */
export type Pseudonyms = {
  /** The token of a secret; from now on the secret is replaced wherever it is met. */
  readonly token: (value: string) => string;
  /** The token of a value that need not be looked for elsewhere, such as a user name. */
  readonly quietToken: (value: string) => string;
  /** Where known secrets stand in these bytes. */
  readonly findKnown: (bytes: Buffer) => readonly ByteEdit[];
  /** A name for whoever sent a request, told from what identified them. */
  readonly sessionName: (identity: string) => string;
};

const sessionName = /^s_[A-Za-z0-9_-]{16}$/;

/** One per recording: tokens depend on the key alone, what is looked for on what this recording has seen. */
export function createPseudonyms(key: Uint8Array): Pseudonyms {
  const makeToken = createTokenMaker(key);
  const secrets = new KnownSecrets();
  const quietToken = (value: string): string =>
    secrets.isIssued(value) ? value : (secrets.tokenOf(value) ?? makeToken(value));
  return {
    token: (value) => {
      const token = quietToken(value);
      if (token !== value) secrets.remember(value, token);
      return token;
    },
    quietToken,
    findKnown: (bytes) => secrets.findIn(bytes),
    sessionName: (identity) =>
      sessionName.test(identity)
        ? identity
        : `s_${keyedBytes(key, `session:${identity}`, 12).toString('base64url')}`,
  };
}

/** Names a key without giving it away: first 8 hex digits of its SHA-256. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
