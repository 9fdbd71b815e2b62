// covers: assert-baseline-lives.ts
// covers: open-channels.ts
// covers: make-run.ts
// covers: replay-run.ts
// covers: run-request.ts
// covers: repeat-undecided.ts
// covers: open-channels.ts
// covers: provide-state.ts
/** The two runs over real instances: of a service that Shadowgate starts, and of services that already run. */

import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ComparedRun } from '../../src/comparison/compared-run.ts';
import { builtInConfig } from '../../src/config/built-in-config.ts';
import type { ProgressEvent } from '../../src/domain/progress.ts';
import { type OpenRecording, openRecording } from '../../src/preparation/open-recording.ts';
import { prepareSources, type Source } from '../../src/preparation/prepare-sources.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { observeAndExplain, type Trial } from '../../src/runs/observe-and-explain.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { pricesSource, recordedTraffic } from '../support/priced-service.ts';
import { somePorts } from '../support/some-ports.ts';

let folder: string;
let recording: OpenRecording;
beforeAll(async () => {
  folder = await realpath(await mkdtemp('/tmp/sg-runs-'));
  await writeFile(join(folder, 'traffic.sgrec'), await recordedTraffic());
  recording = await openRecording(join(folder, 'traffic.sgrec'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a service that is started here', () => {
  let trial: Trial;
  let told: ProgressEvent[];
  beforeAll(async () => {
    told = [];
    trial = await tryOut(await sourceOf('round'), await sourceOf('floor'), told);
  });

  test('is observed by three instances with an agent each, and explained in a second run', () => {
    if (trial.kind !== 'ran') throw new Error(trial.error.message);
    expect(trial.isolation).toBe('scrubbed-environment');
    expect(trial.instances.map(({ role, agent }) => `${role} ${agent}`)).toEqual([
      ...['baseline connected', 'secondary connected', 'candidate connected'],
    ]);
    expect(trial.confirmation).toMatch(/^confirmed/);
    expect([...(trial.explain?.answers ?? [])]).toEqual([...trial.observe.answers]);
    const ready = told.filter((event) => event.kind === 'instance' && event.state === 'ready');
    expect(ready).toHaveLength(6);
  });

  test('suspects are the exchanges that differ, and each has a card to look it up by', () => {
    if (trial.kind !== 'ran') throw new Error(trial.error.message);
    const differing = prices.filter((price) => Math.round(price * 0.9) !== Math.floor(price * 0.9));
    expect([...trial.suspects].sort()).toEqual(differing.map(idOf));
    expect([...trial.cards.keys()].sort()).toEqual(differing.map(idOf));
    const [first = 0] = differing;
    expect(trial.cards.get(idOf(first))).toEqual({
      method: 'GET',
      target: `/prices/${first}`,
      size: `/prices/${first}`.length,
    });
    expect(new Map(trial.observe.answers).get(idOf(7))).toBe('200 200');
    expect(trial.fidelity).toMatchObject({ share: 1, compared: prices.length });
  });

  test('nothing of it is left when the runs are over', async () => {
    const left = await readdir(join(folder, 'work-1'), { recursive: true });
    expect(left.filter((path) => !path.startsWith('builds')).sort()).toEqual(['explain', 'observe']);
    const stopped = told.filter((event) => event.kind === 'instance' && event.state === 'stopped');
    expect(stopped).toHaveLength(6);
  });
});

describe('where the two runs do not agree', () => {
  /** Answers late, and tells what chance drew and whether another request was there meanwhile. */
  const reservedSource = (lucky: string, price: string) => `let underWay = 0;
require('node:http').createServer((request, response) => {
  underWay += 1;
  let alone = underWay === 1;
  setTimeout(() => {
    alone &&= underWay === 1;
    underWay -= 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ lucky: ${lucky}, price: ${price} }));
  }, 10);
}).listen(Number(process.env.PORT), '127.0.0.1');`;

  test('the exchanges are sent again one after the other, and drawn for anew each time', async () => {
    const told: ProgressEvent[] = [];
    const after = reservedSource('Math.random() < 0.5', 'alone ? 2 : 1');
    const trial = await tryOut(await folderWith(reservedSource('false', '1')), await folderWith(after), told);
    if (trial.kind !== 'ran') throw new Error(trial.error.message);
    const differingAt = (pattern: string, { compared }: { compared: ComparedRun }) =>
      compared.differing
        .filter(({ divergences }) => divergences.some((one) => one.pattern === pattern))
        .map(({ exchangeId }) => exchangeId);
    expect(trial.repeats).toHaveLength(3);
    for (const repeat of trial.repeats) {
      expect(differingAt('body/price', repeat)).toEqual(prices.map(idOf));
    }
    const drawn = trial.repeats.map((repeat) => differingAt('body/lucky', repeat).join(' '));
    expect(new Set(drawn).size).toBe(3);
    expect(trial.confirmation).toContain('asked for 3 times more, in recorded order');
    expect(told.filter((event) => event.kind === 'stage' && event.name === 'repeat')).toHaveLength(3);
  });

  test('and not where they do', async () => {
    const source = await folderWith(reservedSource('false', '1'));
    const trial = await tryOut(source, await folderWith(reservedSource('true', '1')));
    expect(trial).toMatchObject({ kind: 'ran', repeats: [], confirmation: expect.not.stringContaining(';') });
  });
});

test('agents are waited for, though a port is open before they can say hello', async () => {
  const busy = 'const until = performance.now() + 700; while (performance.now() < until);';
  const slow = await folderWith(`${pricesSource('round')}${busy}`);
  const trial = await tryOut(slow, slow);
  if (trial.kind !== 'ran') throw new Error(trial.error.message);
  const seen = Object.values(trial.observe.snapshots).map(({ events }) =>
    events.some(({ exchangeId }) => exchangeId !== ''),
  );
  expect(seen).toEqual([true, true, true]);
});

test('a candidate that does not start ends the trial with its error, and no second run', async () => {
  const told: ProgressEvent[] = [];
  const broken = await folderWith("throw new Error('no table prices');");
  const trial = await tryOut(await sourceOf('round'), broken, told);
  expect(trial).toMatchObject({
    kind: 'candidate-failed',
    isolation: 'scrubbed-environment',
    error: { code: 'instance-died', message: expect.stringContaining('no table prices') },
  });
  expect(told.some((event) => event.kind === 'replayed')).toBe(false);
});

test('a baseline that does not start is no trial at all', async () => {
  const broken = await folderWith("throw new Error('no table prices');");
  await expect(tryOut(broken, await sourceOf('round'))).rejects.toMatchObject({ code: 'instance-died' });
});

describe('services that already run', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });

  test('are asked once each, without agent, secondary or second run', async () => {
    const asked = new Map<string, number>();
    const trial = await tryOut(
      await serve(Math.round, asked, 'before'),
      await serve(Math.ceil, asked, 'after'),
    );
    if (trial.kind !== 'ran') throw new Error(trial.error.message);
    expect(Object.fromEntries(asked)).toEqual({ before: prices.length, after: prices.length });
    expect(trial.instances.map(({ role, agent, startMs }) => [role, agent, startMs])).toEqual([
      ['baseline', 'absent', 0],
      ['candidate', 'absent', 0],
    ]);
    expect(trial.explain).toBeNull();
    expect(trial.confirmation).toMatch(/^not confirmed: /);
    expect(trial.observe.snapshots).toEqual({});
    expect(trial.suspects.length).toBeGreaterThan(0);
  });

  async function serve(
    round: (value: number) => number,
    asked: Map<string, number>,
    name: string,
  ): Promise<Source> {
    const server = createServer((request, response) => {
      asked.set(name, (asked.get(name) ?? 0) + 1);
      const price = Number(request.url?.split('/').pop());
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ price, discounted: round(price * 0.9) }));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { kind: 'url', origin: new URL(`http://127.0.0.1:${port}`) };
  }
});

const prices = Array.from({ length: 20 }, (_, index) => index + 1);
let folders = 0;
let trials = 0;

async function tryOut(baseline: Source, candidate: Source, told: ProgressEvent[] = []): Promise<Trial> {
  trials += 1;
  const workFolder = join(folder, `work-${trials}`);
  await mkdir(workFolder);
  const ports = somePorts(folder, told);
  try {
    const prepared = await prepareSources({
      sources: { baseline, candidate },
      configured: {},
      workFolder,
      sandbox: withoutWalls,
      ports,
    });
    const plan = await planReplay(recording.heads());
    const probes = { baseline: [], candidate: [] };
    const { replay, determinism } = builtInConfig();
    return await observeAndExplain(
      {
        ...prepared,
        plan,
        recording,
        replay,
        determinism,
        probes,
        changed: [],
        workFolder,
        sandbox: withoutWalls,
      },
      ports,
    );
  } finally {
    await ports.teardown.run();
  }
}

function sourceOf(rounding: string): Promise<Source> {
  return folderWith(pricesSource(rounding));
}

async function folderWith(source: string): Promise<Source> {
  folders += 1;
  const path = join(folder, `source-${folders}`);
  await mkdir(path);
  await writeFile(join(path, 'server.js'), source);
  return { kind: 'dir', folder: path };
}

function idOf(price: number): string {
  return `x${String(price).padStart(6, '0')}`;
}
