// covers: capture.ts
// covers: capture-options.ts
// covers: capture-subject.ts
// covers: option-values.ts
// covers: capture-state.ts
// covers: capture-runs.ts
// covers: asked-sources.ts
// covers: find-exchange.ts
// covers: plan-one.ts
// covers: redact-captured.ts
// covers: learn-secrets.ts
// covers: settings-of-evidence.ts
/**
 * `shadowgate capture` as a person gives it, after a gate and without one: a service of Node that keeps carts, and one of Python.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CapturedState } from '../../src/domain/captured-state.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { type Gated, gateTwoVersions, recordedJson } from '../support/gate-two-versions.ts';
import { type CommandLine, createCommandLine, type Finished } from '../support/run-shadowgate.ts';

const carts = (rounding: string) => `import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const carts = new Map();
function totalOf(cart) {
  const subtotal = cart.lines.reduce((sum, line) => sum + line, 0);
  if (subtotal > 1000) {
    return subtotal;
  }
  const started = process.hrtime.bigint();
  const discount = Math.${rounding}(subtotal * 0.1);
  return subtotal - discount;
}
createServer(async (request, response) => {
  const [, , id] = request.url.split('/');
  let text = '';
  for await (const part of request) text += part;
  if (request.method === 'POST') {
    const cart = { id: randomUUID(), lines: JSON.parse(text).lines, password: 'hunter2-hunter2-hunter2' };
    carts.set(cart.id, cart);
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: cart.id }));
    return;
  }
  const cart = carts.get(id);
  if (!cart) return response.writeHead(id === 'none' ? 200 : 404).end('{}');
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ total: totalOf(cart) }));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
const settings = `version: 1
service: { name: carts, start: node service.js, ready-path: /carts/none }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;

const idOf = (index: number) => `7c9e6679-7425-40de-944b-e07fc1f90ae${index}`;
function made(index: number, lines: readonly number[]): Exchange {
  return {
    ...recordedJson(index, '/carts', { id: idOf(index) }),
    ...{ method: 'POST', status: 201, session: `s${index % 2}` },
    requestHeaders: [['content-type', 'application/json']],
    requestBody: Buffer.from(JSON.stringify({ lines })),
  };
}
const read = (index: number, of: number, total: number): Exchange => ({
  ...recordedJson(index, `/carts/${idOf(of)}`, { total }),
  session: 'another',
});
const recorded = [
  made(0, [155]),
  made(1, [7, 8]),
  read(2, 0, 139),
  made(3, [2000]),
  read(4, 3, 2000),
  read(5, 1, 13),
];

let shadowgate: CommandLine;
let gated: Gated;
beforeAll(async () => {
  shadowgate = await createCommandLine();
  gated = await gateTwoVersions(shadowgate, {
    baseline: { 'service.js': carts('round') },
    candidate: { 'service.js': `// Rounds down.\n${carts('floor')}` },
    ...{ settings, recorded },
  });
});
afterAll(async () => {
  expect(await shadowgate.leftovers()).toEqual([]);
  await shadowgate.cleanUp();
  await gated.repository.cleanUp();
});

const capture = (...options: readonly string[]): Promise<Finished> =>
  shadowgate.run(['capture', '--evidence', gated.folder, '--quiet', ...options], {
    cwd: gated.repository.folder,
  });
async function captured(...options: readonly string[]): Promise<CapturedState> {
  const finished = await capture('--json', ...options);
  expect(finished.stderr).toBe('');
  return JSON.parse(finished.stdout) as CapturedState;
}

describe('asking again after a gate', () => {
  test('shows both builds beside each other, with the exchange that issued the id replayed first', async () => {
    const { stdout, exitCode } = await capture('--exchange', 'x000003', '--at', 'service.js:12');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('answers 200');
    expect(stdout).toContain('after 1 exchange that it rests on');
    expect(stdout).toContain('service.js:12 (was :11)  const discount = Math.floor(subtotal * 0.1);');
    expect(stdout).toContain('base: const discount = Math.round(subtotal * 0.1);');
    expect(stdout).toMatch(/≠ discount\s+16\s+15/);
    expect(stdout).toMatch(/= .*subtotal=155/);
    expect(stdout).not.toContain('hunter2');
  });

  test('gives JSON with the documented shape, with expressions alone, of two runs', async () => {
    const state = await captured(
      ...['--exchange', 'x000003', '--at', 'service.js#totalOf', '--runs', '2'],
      ...['--expression', 'cart.lines.length', '--expression', 'discount', '--expression', 'started'],
    );
    expect(state).toMatchObject({ version: 1, runs: 2, exchange: { id: 'x000003', restsOn: ['x000001'] } });
    expect(state.exchange.answers).toEqual({ recorded: '200', baseline: '200', candidate: '200' });
    const looks = state.places[0]?.looks ?? [];
    expect(looks.map(({ moment, candidate }) => [moment, candidate?.line, candidate?.state])).toEqual([
      ['entry', 6, 'hit'],
      ['return', 9, 'never-hit'],
      ['return', 13, 'hit'],
    ]);
    const values = Object.fromEntries(looks[2]?.hits[0]?.values.map((each) => [each.name, each]) ?? []);
    expect(values['cart.lines.length']).toMatchObject({ state: 'equal', candidate: { text: '1' } });
    expect(values['discount']).toMatchObject({
      state: 'differs',
      baseline: { text: '16' },
      candidate: { text: '15' },
    });
    expect(values['started']?.baseline?.value.type).toBe('bigint');
    expect(looks[1]?.candidate?.note).toBe('`if (subtotal > 1000)` at :8 went the other way');
  });

  test('secrets stay secret, in values of every depth', async () => {
    const finished = await capture('--json', '--exchange', 'x000003', '--at', 'service.js:7');
    expect(finished.stdout).toContain('"password"');
    expect(finished.stdout).not.toContain('hunter2');
  });

  test('without evidence, by the revisions', async () => {
    const options = ['--base', 'main', '--head', 'topic', '--exchange', 'x000006', '--at', 'service.js:13'];
    const state = await captured(...options, '--side', 'head');
    expect(state.places[0]?.looks[0]?.hits[0]?.values.find(({ name }) => name === 'return')).toMatchObject({
      state: 'differs',
    });
  });

  test.each([
    [['--exchange', 'x00003', '--at', 'service.js:12'], /holds 6 exchanges.*Did you mean x00000/],
    [['--exchange', 'x000003', '--at', 'service.js:1'], /No statement stands at service\.js:1/],
    [['--exchange', 'x000003', '--at', 'servic.js:5'], /There is no servic\.js at/],
    [['--exchange', 'x000003', '--at', 'service.js:12', '--expression', 'cart.save()'], /calls a function/],
    [['--exchange', 'x000003', '--at', 'service.js'], /names no place/],
    [['--exchange', 'x000003', '--at', 'service.js:12', '--service', 'other'], /name no service other/],
    [['--exchange', 'x000003', '--at', 'service.js:12', '--hits', '0'], /whole number/],
  ])('%j is refused with a remedy', async (options, message) => {
    const { exitCode, stderr } = await capture(...options);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('→');
  });

  test('a recording that is not the one of the evidence is refused', async () => {
    const { exitCode, stderr } = await capture(
      ...['--exchange', 'x000003', '--at', 'service.js:12'],
      ...['--recording', join(import.meta.dirname, '../../examples/shop/recording.sgrec')],
    );
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('not the one that the evidence was made of'),
    ]);
  });
});
