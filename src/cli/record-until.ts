import type { Exchange, RecordingCounters } from '../domain/recording.ts';
import { describeError, GateError } from '../errors.ts';
import { type RecordingProxy, startRecordingProxy } from '../recording/recording-proxy.ts';
import { createRecording, type RecordingWriter } from '../recording/recording-writer.ts';
import { createRedactor } from '../recording/redaction.ts';
import { version } from '../version.ts';
import { refuseToOverwrite } from './output-file.ts';

export type RecordRequest = {
  readonly upstream: URL;
  readonly listen: number;
  readonly host: string;
  readonly out: string;
  readonly service?: string;
  readonly maximumBody: number;
  readonly force: boolean;
  readonly key: Uint8Array;
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
};

/** What a crash of the machine may take: the exchanges of this long. */
const flushEveryMs = 1000;

/**
 * Serves and records until told to stop. Serving comes first: when nothing can be written any more, requests still
 * pass, that is said once, and the command ends in that error when it is stopped.
 */
export async function recordUntil(stopped: Promise<unknown>, request: RecordRequest): Promise<void> {
  const { out, host, upstream, print, warn } = request;
  if (!request.force) await refuseToOverwrite(out);
  const warnOnce = once(warn);
  const opened = Promise.withResolvers<RecordingWriter>();
  const proxy = await startProxy(request, { opened: opened.promise, warnOnce });
  const writer = await openOrStop(request, proxy, opened);
  print(`recording http://${host}:${proxy.port} → ${upstream.origin} into ${out}; Ctrl-C ends it`);

  const flush = () => void writer.flush().catch((error: unknown) => warnOnce(problemOf(error)));
  const flushing = setInterval(flush, flushEveryMs);
  await stopped;
  clearInterval(flushing);
  const counters = await proxy.stop();
  try {
    await writer.close(counters);
  } catch (error) {
    warn(`${counters.seen} requests were served; the recording of them is not whole`);
    throw error;
  }
  print(summaryOf(counters));
}

/** Listens before a file is made: a port that is taken must not cost a recording that exists. */
function startProxy(
  { upstream, listen, host, key, maximumBody }: RecordRequest,
  recording: { readonly opened: Promise<RecordingWriter>; readonly warnOnce: (problem: string) => void },
): Promise<RecordingProxy> {
  return startRecordingProxy({
    upstream,
    port: listen,
    host,
    redactor: createRedactor(key),
    append: async (exchange: Exchange) => {
      const writer = await recording.opened;
      await writer.append(exchange).catch((error: unknown) => {
        recording.warnOnce(problemOf(error));
        throw error;
      });
    },
    maximumBodyBytes: maximumBody,
    now: Date.now,
    onProblem: recording.warnOnce,
  });
}

async function openOrStop(
  { out, key, service }: RecordRequest,
  proxy: RecordingProxy,
  opened: PromiseWithResolvers<RecordingWriter>,
): Promise<RecordingWriter> {
  try {
    const { keyId } = createRedactor(key);
    const header = { createdAt: new Date().toISOString(), recorder: `shadowgate ${version}`, keyId };
    const writer = await createRecording(out, service === undefined ? header : { ...header, service });
    opened.resolve(writer);
    return writer;
  } catch (error) {
    // Whether a request came meanwhile and waits for the writer or not, nobody is to hear of it as unhandled.
    opened.promise.catch(() => undefined);
    opened.reject(error);
    await proxy.stop();
    throw error;
  }
}

/** The queue of the proxy tells a failed write by its message alone, and after us. */
function once(warn: (line: string) => void): (problem: string) => void {
  const told: string[] = [];
  return (problem) => {
    if (told.some((earlier) => earlier.includes(problem))) return;
    told.push(problem);
    warn(problem);
  };
}

function problemOf(error: unknown): string {
  const serving = error instanceof GateError ? '\n  Serving goes on; nothing more is recorded.' : '';
  return `${describeError(error, version)}${serving}`;
}

function summaryOf({ seen, recorded, truncated, dropped }: RecordingCounters): string {
  return `${recorded} of ${seen} requests recorded, ${truncated} of them with a body cut, ${dropped} dropped`;
}
