import { expect, test } from '@jest/globals';
import type { JwtSigning } from '../../src/domain/credential.ts';
import { readReplayKeys } from '../../src/preparation/read-replay-keys.ts';

const replay = {
  ...({ concurrency: 1, timing: 'as-fast-as-possible', speed: 1, pauseAfterWriteMs: 0 } as const),
  ...{ exchangeTimeoutMs: 1, runTimeoutMs: 1, credentials: [], login: [] },
};
const readFile = async (path: string) => (path === 'keys/shadow.pem' ? 'from a file\n' : null);
const environment = { SHADOW_KEY: 'from a variable', EMPTY: '' };

const signing = (key: JwtSigning['key']): JwtSigning => ({ algorithm: 'HS256', key, header: {}, claims: [] });
const keysOf = async (...keys: readonly JwtSigning['key'][]) => {
  const read = await readReplayKeys({ ...replay, jwt: keys.map(signing) }, { readFile, environment });
  return read.jwt.map(({ key }) => key);
};

test('keys come from the settings, from a file of the base revision, or from a variable', async () => {
  const keys = await keysOf(
    { kind: 'text', text: 'as written' },
    { kind: 'file', path: 'keys/shadow.pem' },
    { kind: 'variable', name: 'SHADOW_KEY' },
  );
  expect(keys).toEqual(
    ['as written', 'from a file', 'from a variable'].map((text) => ({ kind: 'text', text })),
  );
});

test.each([
  [{ kind: 'file', path: 'keys/none.pem' }, /There is no keys\/none\.pem at the revision/],
  [{ kind: 'variable', name: 'NONE' }, /variable NONE is not set/],
  [{ kind: 'variable', name: 'EMPTY' }, /variable EMPTY is not set/],
] as const)('%j that is not there is an error before anything is replayed', async (key, message) => {
  await expect(keysOf(key)).rejects.toMatchObject({
    code: 'replay-key-unusable',
    message: expect.stringMatching(message),
  });
});
