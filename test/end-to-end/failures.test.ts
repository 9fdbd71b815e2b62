/** A whole gate over changes that throw: in silence, and not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Gated, gateTwoVersions, recordedJson } from '../support/gate-two-versions.ts';
import { greetingSource } from '../support/greeting-service.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';

const settings = `version: 1
service: { name: greeter, start: node server.js }
recording: traffic.sgrec
policy: { seniors: { users: [sara] } }
`;
const recorded = ['ann', 'bob', 'ann', 'bob'].map((id, index) =>
  recordedJson(index, `/title?id=${id}`, { title: 'guest' }),
);

let shadowgate: CommandLine;
const gated: Gated[] = [];
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(async () => {
  await shadowgate.cleanUp();
  for (const { repository } of gated) await repository.cleanUp();
});

async function gate(variant: 'swallows' | 'fails', before: 'plain' | 'catching'): Promise<Gated> {
  const result = await gateTwoVersions(shadowgate, {
    ...{ settings, recorded },
    baseline: { 'server.js': greetingSource(before) },
    candidate: { 'server.js': greetingSource(variant) },
  });
  gated.push(result);
  return result;
}

describe('an error that the change makes and drops, every answer being as before', () => {
  let result: Gated;
  beforeAll(async () => {
    result = await gate('swallows', 'catching');
  }, 180_000);

  test('is a finding, with what both builds held', () => {
    const { finished, evidence } = result;
    expect(finished.stdout).toMatch(/^Shadowgate: awaiting approval/);
    expect(evidence.clusters).toHaveLength(1);
    expect(evidence.clusters[0]).toMatchObject({
      ...{ kind: 'error-added', pattern: 'error/caught', exchanges: 4, severity: 'risky' },
      failure: { role: 'candidate', told: false, at: expect.stringMatching(/^server\.js:\d+$/) },
    });
    const said = finished.stdout.replace(/\s+/g, ' ');
    expect(said).toContain('caught and not printed');
    expect(said).toContain('candidate had person=undefined');
  });

  test('stands in the evidence trace with the frames it went through', async () => {
    const traces = (await readFile(join(result.folder, 'traces.ndjson'), 'utf8')).trimEnd().split('\n');
    const failures = traces.flatMap((line) => JSON.parse(line).failures ?? []);
    expect(failures).toHaveLength(4);
    expect(failures[0].frames[0]).toMatchObject({
      ...{ function: 'titleOf', values: { person: { type: 'undefined' }, id: { text: 'ann' } } },
    });
  });
});

test('an error that nobody caught but the server is told beside the answer that failed', async () => {
  const { finished, evidence } = await gate('fails', 'plain');
  expect(evidence.clusters[0]).toMatchObject({ severity: 'breaking', failure: { role: 'candidate' } });
  expect(finished.stdout.replace(/\s+/g, ' ')).toMatch(
    /baseline had person=\{[^}]*"Ann"[^}]*\} \(at server\.js:\d+\), candidate had person=undefined/,
  );
}, 180_000);
