import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitRepository } from '../adapters/git.ts';
import type { Exchange, ExchangeHead, RecordedCall, RecordingSummary } from '../domain/recording.ts';
import { GateError } from '../errors.ts';
import { readCalls, readExchanges, summariseRecording } from '../recording/file/recording-reader.ts';

/** A recording that has been looked through once: it can be read again and again, and is never whole in memory. */
export type OpenRecording = {
  readonly path: string;
  readonly summary: RecordingSummary;
  readonly heads: () => AsyncIterable<ExchangeHead>;
  readonly exchanges: () => AsyncIterable<Exchange>;
  /** The calls that the recorded service made to others, in the order in which they ended. */
  readonly calls: () => AsyncIterable<RecordedCall>;
};

/** Opens a recording on this machine; one without any exchange cannot be judged against and is refused. */
export async function openRecording(path: string): Promise<OpenRecording> {
  const summary = await summariseRecording(path);
  if (summary.exchanges === 0) {
    throw new GateError({
      code: 'recording-empty',
      message: `${path} holds no exchange${summary.damage ? ` (${summary.damage})` : ''}.`,
      remedy: 'Record some traffic first: `shadowgate record --upstream URL --listen PORT --out FILE`.',
    });
  }
  return {
    path,
    summary,
    heads: () => readExchanges(path),
    exchanges: () => readExchanges(path),
    calls: () => readCalls(path),
  };
}

/** Takes the recording that the base revision holds, so that the change cannot choose its own judges. */
export async function takeRecordingFromBase(
  repository: GitRepository,
  baseTip: string,
  named: string | null,
  workFolder: string,
): Promise<string> {
  const bytes = named === null ? null : await repository.readBytes(baseTip, named);
  if (bytes === null) {
    throw new GateError({
      code: 'recording-unreadable',
      message:
        named === null ? 'No recording was named.' : `There is no ${named} at ${baseTip.slice(0, 12)}.`,
      remedy: 'Name one with --recording FILE, or commit one and name it as `recording:` in the settings.',
    });
  }
  const path = join(workFolder, 'recording.sgrec');
  await writeFile(path, bytes);
  return path;
}
