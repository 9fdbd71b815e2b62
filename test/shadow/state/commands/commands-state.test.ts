// covers: run-base-command.ts
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SourceOf } from '../../../../src/domain/state-source.ts';
import { provideByCommands } from '../../../../src/shadow/state/commands/commands-state.ts';
import { openScene, type Scene } from '../../temporary-build.ts';
import { groundOf, readerOf, rowsOf, unitCalled } from '../state-scene.ts';

// covers: read-snapshot.ts
let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const sourceOf = (changes: Partial<SourceOf<'commands'>>): SourceOf<'commands'> => ({
  kind: 'commands',
  name: 'ledger',
  seed: [],
  reset: 'cp seed.ndjson "$LEDGER"',
  snapshot: 'cat "$LEDGER"',
  doors: {},
  env: { LEDGER: '{role}.ndjson' },
  ...changes,
});
const files = {
  'seed.ndjson': `{"unit":"account","key":2,"values":{"sum":1.50,"open":true,"tags":["a"],"note":null}}
{"unit":"account","key":[1,"x"],"values":{"name":"Ä"}}
`,
};

test('commands bring a state to its beginning and print it', async () => {
  const provision = await provideByCommands(sourceOf({}), await groundOf(scene, files));
  const state = await provision.fresh({ run: 'observe', role: 'candidate', dataFolder: scene.folder });
  expect(state.companion.environment).toEqual({ LEDGER: 'c.ndjson' });
  const unit = await unitCalled(readerOf(state), 'account');
  expect(await rowsOf(readerOf(state), unit)).toEqual([
    { key: '["1","x"]', values: { name: { type: 'text', text: 'Ä' } } },
    {
      key: '["2"]',
      values: {
        sum: { type: 'number', text: '1.5' },
        open: { type: 'boolean', text: 'true' },
        tags: { type: 'json', text: '["a"]' },
        note: { type: 'null', text: '' },
      },
    },
  ]);
  expect([...(await readerOf(state).read(unit, ['["2"]', '["9"]'])).keys()]).toEqual(['["2"]']);
});

test.each([
  [{ reset: 'echo broken >&2; exit 3' }, 'ended with exit code 3'],
  [{ reset: 'true', snapshot: 'echo no row' }, 'Line 1 of what the `snapshot` command printed is no row'],
])('%j is told as it was seen', async (changes, message) => {
  const provision = await provideByCommands(sourceOf(changes), await groundOf(scene, files));
  const used = async () => {
    const state = await provision.fresh({ run: 'observe', role: 'baseline', dataFolder: scene.folder });
    await readerOf(state).units();
  };
  await expect(used()).rejects.toMatchObject({
    code: 'state-unavailable',
    message: expect.stringContaining(message),
  });
});

test('a door leads to a port of this machine, through a socket of ours', async () => {
  const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const doors = { queue: `127.0.0.1:${port}`, other: '/run/other.sock' };
  const provision = await provideByCommands(sourceOf({ doors }), await groundOf(scene, files));
  const { companion } = await provision.fresh({ run: 'observe', role: 'baseline', dataFolder: scene.folder });
  const [queue, other] = companion.doors;
  expect(other).toEqual({ name: 'other', socketPath: '/run/other.sock' });
  const { connect } = await import('node:net');
  const answer = await new Promise((resolve) => connect(queue?.socketPath ?? '').once('data', resolve));
  expect(String(answer)).toBe('hello');
  server.close();
});
