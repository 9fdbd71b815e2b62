import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRepository } from '../../src/adapters/git.ts';
import { openRecording, takeRecordingFromBase } from '../../src/preparation/open-recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { aHeader, anExchange, collect } from '../recording/an-exchange.ts';
import { temporaryRepositories } from '../support/temporary-repositories.ts';

const temporary = temporaryRepositories();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-open-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('opening', () => {
  test('a recording can be read as often as one likes', async () => {
    const recording = await openRecording(await recordingOf(['x1', 'x2']));
    expect(recording.summary).toMatchObject({ exchanges: 2, completeness: 1 });
    for (let time = 0; time < 2; time += 1) {
      expect((await collect(recording.heads())).map(({ id }) => id)).toEqual(['x1', 'x2']);
      expect((await collect(recording.exchanges())).map(({ id }) => id)).toEqual(['x1', 'x2']);
    }
  });

  test('a damaged one is opened with what is whole, and says so', async () => {
    const path = await recordingOf(['x1']);
    await truncate(path, (await readFile(path)).length - 5);
    const { summary } = await openRecording(path);
    expect(summary).toMatchObject({ exchanges: 1, damage: expect.stringContaining('end mark') });
  });

  test('one without an exchange is refused, for silence over nothing proves nothing', async () => {
    await expect(openRecording(await recordingOf([]))).rejects.toMatchObject({
      code: 'recording-empty',
      message: expect.stringContaining('holds no exchange'),
    });
  });
});

describe('taking a recording from the base', () => {
  test('it is the one of the base commit, byte by byte, not the one of the change', async () => {
    const made = await temporary.repository();
    const bytes = await readFile(await recordingOf(['x1', 'x2', 'x3']));
    const base = await made.commit({ message: 'Record', files: { 'traffic.sgrec': bytes } });
    await made.commit({ message: 'Record less', files: { 'traffic.sgrec': Uint8Array.of(1, 2, 3) } });
    const repository = await openRepository(made.folder);
    const path = await takeRecordingFromBase(repository, base, 'traffic.sgrec', folder);
    expect((await readFile(path)).equals(bytes)).toBe(true);
    expect(path.startsWith(folder)).toBe(true);
  });

  test.each([
    ['named and not there', 'absent.sgrec', /There is no absent\.sgrec at [0-9a-f]{12}\./],
    ['not named', null, /No recording was named\./],
  ])('%s', async (_name, named, message) => {
    const made = await temporary.repository();
    const base = await made.commit({ message: 'Start', files: { a: 'a' } });
    const taking = takeRecordingFromBase(await openRepository(made.folder), base, named, folder);
    await expect(taking).rejects.toMatchObject({
      code: 'recording-unreadable',
      message: expect.stringMatching(message),
      remedy: expect.stringContaining('--recording'),
    });
  });
});

let recordings = 0;

async function recordingOf(ids: readonly string[]): Promise<string> {
  recordings += 1;
  const path = join(folder, `${recordings}.sgrec`);
  const writer = await createRecording(path, aHeader);
  for (const id of ids) await writer.append(anExchange({ id }));
  await writer.close({ seen: ids.length, recorded: ids.length, truncated: 0, dropped: 0 });
  return path;
}
