import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Evidence, evidence as evidenceSchema } from '../../src/domain/evidence.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { createRepository, type TestRepository } from './repository.ts';
import type { CommandLine, Finished } from './run-shadowgate.ts';

export type GatedVersions = {
  readonly baseline: Readonly<Record<string, string>>;
  readonly candidate: Readonly<Record<string, string>>;
  readonly settings: string;
  readonly recorded: readonly Exchange[];
};

export type Gated = {
  readonly finished: Finished;
  readonly evidence: Evidence;
  /** Folder with the evidence and its side files. */
  readonly folder: string;
  readonly repository: TestRepository;
};

/** A whole gate, by its command, over two versions of a service in a fresh repository; the caller cleans up both. */
export async function gateTwoVersions(shadowgate: CommandLine, versions: GatedVersions): Promise<Gated> {
  const repository = await createRepository();
  const recording = join(repository.folder, 'traffic.sgrec');
  await writeRecording(recording, versions.recorded);
  const files = {
    'package.json': '{ "name": "service", "version": "1.0.0", "private": true, "type": "module" }\n',
    '.github/shadowgate.yml': versions.settings,
    'traffic.sgrec': await readFile(recording),
  };
  await repository.commit({ message: 'Begin', files: { ...files, ...versions.baseline } });
  await repository.branch('topic');
  const message = 'Look again\n\nCo-Authored-By: Claude <noreply@anthropic.com>';
  await repository.commit({ message, files: { ...versions.candidate } });
  const folder = join(repository.folder, '.evidence');
  const command = ['gate', '--base', 'main', '--head', 'topic', '--evidence', folder];
  const finished = await shadowgate.run(command, { cwd: repository.folder });
  const text = await readFile(join(folder, 'evidence.json'), 'utf8').catch(() => null);
  if (text === null) throw new Error(`no evidence:\n${finished.stdout}${finished.stderr}`);
  return { finished, evidence: evidenceSchema.parse(JSON.parse(text)), folder, repository };
}

/** Used by a test whose recording lies elsewhere than in its repository. */
export async function writeRecording(path: string, recorded: readonly Exchange[]): Promise<void> {
  const header = { createdAt: '2026-11-01T10:00:00.000Z', recorder: 'test', keyId: '00000000' };
  const writer = await createRecording(path, header);
  for (const exchange of recorded) await writer.append(exchange);
  const { length } = recorded;
  await writer.close({ seen: length, recorded: length, truncated: 0, dropped: 0 });
}

/** One recorded exchange of a service that answers with JSON, a tenth of a second after the one before. */
export function recordedJson(index: number, target: string, answer: unknown): Exchange {
  return {
    id: `x${String(index + 1).padStart(6, '0')}`,
    session: 'one',
    startedAt: Date.parse('2026-11-01T10:00:00.000Z') + index * 100,
    durationMs: 2,
    method: 'GET',
    target,
    requestHeaders: [],
    status: 200,
    responseHeaders: [['content-type', 'application/json']],
    requestBody: new Uint8Array(),
    responseBody: Buffer.from(JSON.stringify(answer)),
  };
}
