// covers: probes-at-errors.ts
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RuntimeEvent, RuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts';
import { probeErrors } from '../../src/runs/probe-errors.ts';
import type { Run } from '../../src/runs/replay-run.ts';
import type { TrialRequest } from '../../src/runs/run-request.ts';

const before = `export function nameOf(users, id) {\n  const user = users[id];\n  return user.name;\n}\n`;
const after = `// who\n\n${before}`;
let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sg-probe-')));
  for (const [side, text] of [
    ['b', before],
    ['c', after],
  ] as const) {
    await mkdir(join(folder, side));
    await writeFile(join(folder, side, 'user.js'), text);
    await symlink('/etc/hostname', join(folder, side, 'outside.js'));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const thrown = (at: string, message = 'no name'): RuntimeEvent => ({
  ...{ kind: 'throw', exchangeId: 'e1', sequence: 0, class: 'TypeError', message, at, frames: [] },
});
const snapshot = (...events: RuntimeEvent[]): RuntimeSnapshot => ({
  ...{ role: 'baseline', agent: 'connected', hits: [], events, probes: [], executedLines: {}, dropped: 0 },
});

async function probesFor(baseline: RuntimeEvent[], candidate: RuntimeEvent[]) {
  const build = (side: string) => ({ kind: 'prepared', folder: join(folder, side) });
  const request = {
    ...{ baseline: build('b'), candidate: build('c'), changed: [], probes: { baseline: [], candidate: [] } },
  } as unknown as TrialRequest;
  const run = {
    snapshots: { baseline: snapshot(...baseline), candidate: snapshot(...candidate) },
  } as unknown as Run;
  const { baseline: left, candidate: right } = await probeErrors(request, run);
  const shown = (probes: typeof left) =>
    probes.map((one) => `${one.id} ${one.file}:${one.line} ${one.names}`);
  return { left: shown(left), right: shown(right) };
}

test('the statement that threw is looked at in both builds, on its own line in each', async () => {
  const expected = { left: ['e901 user.js:3 user,users,id'], right: ['e901 user.js:5 user,users,id'] };
  expect(await probesFor([], [thrown('user.js:5')])).toEqual(expected);
  expect(await probesFor([thrown('user.js:3')], [])).toEqual(expected);
  expect(await probesFor([], [thrown('user.js:5'), thrown('user.js:5', 'other')])).toEqual(expected);
});

test('what both threw, and what is no source of the builds, is not', async () => {
  const none = { left: [], right: [] };
  expect(await probesFor([thrown('user.js:3')], [thrown('user.js:5')])).toEqual(none);
  for (const at of ['', 'user.js:99', 'outside.js:1', '../c/user.js:5', '../../etc/passwd:1', 'none.js:1'])
    expect(await probesFor([], [thrown(at)])).toEqual(none);
});
