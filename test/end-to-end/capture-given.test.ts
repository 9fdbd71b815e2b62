// covers: recording-of-evidence.ts
// covers: recording-memory.ts
/** Asking again where the gate was given its recording as a file, of services that do not run under the names of their sources. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CapturedState } from '../../src/domain/captured-state.ts';
import { writeRecording } from '../support/gate-two-versions.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { type CommandLine, createCommandLine } from '../support/run-shadowgate.ts';
import { builds, recordedOrders, type ShopBuild, typedShop } from '../support/typed-shop.ts';

let shadowgate: CommandLine;
const repositories: TestRepository[] = [];
beforeAll(async () => {
  shadowgate = await createCommandLine();
});
afterAll(async () => {
  expect(await shadowgate.leftovers()).toEqual([]);
  await shadowgate.cleanUp();
  for (const repository of repositories) await repository.cleanUp();
});

type Given = { readonly repository: TestRepository; readonly recording: string };

/** A gate whose recording lies outside of the repository, and of which the settings say nothing. */
async function gateGiven(name: ShopBuild): Promise<Given> {
  const { build, start } = builds[name];
  const repository = await createRepository();
  repositories.push(repository);
  const recording = join(shadowgate.folder, 'orders.sgrec');
  await writeRecording(recording, recordedOrders);
  const settings = `version: 1
service: { name: shop, build: "${build}", start: ${start} }
policy: { seniors: { users: [sara] } }
`;
  const files = { '.github/shadowgate.yml': settings, ...typedShop() };
  await repository.commit({ message: 'Begin', files });
  await repository.branch('topic');
  await repository.commit({ message: 'Look again', files: { ...typedShop({ rounding: 'floor' }) } });
  const command = ['gate', '--base', 'main', '--head', 'topic', '--recording', recording, '--quiet'];
  const { stderr } = await shadowgate.run(command, { cwd: repository.folder });
  expect(stderr).toBe('');
  return { repository, recording };
}

const capture = ({ repository }: Given, ...more: readonly string[]) =>
  shadowgate.run(
    ['capture', '--exchange', 'x000001', '--at', 'src/price.ts:15', '--json', '--quiet', ...more],
    { cwd: repository.folder },
  );

describe.each(['minified bundle', 'a loader'] as const)('a shop built by %s', (build) => {
  let given: Given;
  beforeAll(async () => {
    given = await gateGiven(build);
  }, 180_000);

  test('is asked again without a word of the recording, by the lines of its sources', async () => {
    const { stdout, stderr, exitCode } = await capture(given);
    expect([stderr, exitCode]).toEqual(['', 0]);
    const state = JSON.parse(stdout) as CapturedState;
    const values = state.places.flatMap(({ looks }) =>
      looks.flatMap(({ hits }) => hits.flatMap((hit) => hit.values)),
    );
    expect(values).toContainEqual(
      expect.objectContaining({
        ...{ name: 'discount', state: 'differs' },
        baseline: expect.objectContaining({ text: '16' }),
        candidate: expect.objectContaining({ text: '15' }),
      }),
    );
    expect(values).toContainEqual(expect.objectContaining({ name: 'subtotal', state: 'equal' }));
  });
});

describe('a recording that is not found', () => {
  test('has moved: what is said names where it was, and what to give', async () => {
    const [repository] = repositories;
    const recording = join(shadowgate.folder, 'orders.sgrec');
    if (repository === undefined) throw new Error('nothing was gated');
    const given = { repository, recording };
    await rename(recording, `${recording}.moved`);
    const { stderr, exitCode } = await capture(given);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`it is not at ${recording} any more`);
    expect(stderr).toContain('→ Name that file with --recording FILE.');
    const named = await capture(given, '--recording', `${recording}.moved`);
    expect([named.stderr, named.exitCode]).toEqual(['', 0]);
  });

  test('was never on this machine: neither is a path of it in the evidence', async () => {
    const [repository] = repositories;
    if (repository === undefined) throw new Error('nothing was gated');
    const elsewhere = { XDG_CACHE_HOME: join(shadowgate.folder, 'another-cache') };
    const command = ['capture', '--exchange', 'x000001', '--at', 'src/price.ts:15', '--quiet'];
    const finished = await shadowgate.run(command, { cwd: repository.folder, env: elsewhere });
    expect(finished.exitCode).toBe(2);
    expect(finished.stderr).toContain('on this machine no gate read it');
    const found = await repository
      .git('grep', '--no-index', '-l', shadowgate.folder, '--', '.shadowgate')
      .catch(() => '');
    expect(found).toBe('');
  });
});
