import type { RecordingCounters } from '../domain/recording.ts';
import { describeError, GateError } from '../errors.ts';
import { OpenExchanges } from '../recording/calls/open-exchanges.ts';
import type { OutboundRecorder } from '../recording/calls/outbound-recorder.ts';
import { createRecording, type RecordingWriter } from '../recording/file/recording-writer.ts';
import { createRedactor, type Redactor } from '../recording/redaction/redaction.ts';
import { type RecordingProxy, startRecordingProxy } from '../recording/relay/recording-proxy.ts';
import { version } from '../version.ts';
import { refuseToOverwrite } from './output-file.ts';
import { type OutboundOptions, outboundLines, outboundSummary, startOutbound } from './record-outbound.ts';

export type RecordRequest = OutboundOptions & {
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
  const recorders = await startRecorders(request, { opened: opened.promise, warnOnce });
  const { proxy, outbound } = recorders;
  const writer = await openOrStop(request, recorders, opened);
  print(`recording http://${host}:${proxy.port} → ${upstream.origin} into ${out}; Ctrl-C ends it`);
  if (outbound !== null) for (const line of outboundLines(outbound.port, request)) print(line);

  const flush = () => void writer.flush().catch((error: unknown) => warnOnce(problemOf(error)));
  const flushing = setInterval(flush, flushEveryMs);
  await stopped;
  clearInterval(flushing);
  const counters = await stop(recorders);
  try {
    await writer.close(counters);
  } catch (error) {
    warn(`${counters.seen} requests were served; the recording of them is not whole`);
    throw error;
  }
  print(summaryOf(counters));
  if (counters.calls !== undefined) print(outboundSummary(counters.calls));
}

type Recorders = {
  readonly proxy: RecordingProxy;
  readonly outbound: OutboundRecorder | null;
  readonly redactor: Redactor;
};

/** Listens before a file is made: a port that is taken must not cost a recording that exists. */
async function startRecorders(
  request: RecordRequest,
  recording: { readonly opened: Promise<RecordingWriter>; readonly warnOnce: (problem: string) => void },
): Promise<Recorders> {
  const { upstream, listen, host, maximumBody } = request;
  const redactor = createRedactor(request.key);
  const openExchanges = new OpenExchanges(redactor.sessionOf);
  const onProblem = recording.warnOnce;
  const write = async (append: (writer: RecordingWriter) => Promise<void>): Promise<void> => {
    await append(await recording.opened).catch((error: unknown) => {
      onProblem(problemOf(error));
      throw error;
    });
  };
  const proxy = await startRecordingProxy({
    ...{ upstream, port: listen, host, redactor, openExchanges, onProblem, now: Date.now },
    append: (exchange) => write((writer) => writer.append(exchange)),
    maximumBodyBytes: maximumBody,
  });
  try {
    const append: OutboundAppend = (call) => write((writer) => writer.appendCall(call));
    const outbound = await startOutbound({ ...request, redactor, openExchanges, append, onProblem });
    return { proxy, outbound, redactor };
  } catch (error) {
    await proxy.stop();
    throw error;
  }
}

type OutboundAppend = Parameters<typeof startOutbound>[0]['append'];

/** The proxy first: requests that it lets end may still call others. */
async function stop({ proxy, outbound }: Recorders): Promise<RecordingCounters> {
  const counters = await proxy.stop();
  return outbound === null ? counters : { ...counters, calls: await outbound.stop() };
}

async function openOrStop(
  { out, service }: RecordRequest,
  recorders: Recorders,
  opened: PromiseWithResolvers<RecordingWriter>,
): Promise<RecordingWriter> {
  try {
    const { keyId } = recorders.redactor;
    const header = { createdAt: new Date().toISOString(), recorder: `shadowgate ${version}`, keyId };
    const writer = await createRecording(out, service === undefined ? header : { ...header, service });
    opened.resolve(writer);
    return writer;
  } catch (error) {
    // Whether a request came meanwhile and waits for the writer or not, nobody is to hear of it as unhandled.
    opened.promise.catch(() => undefined);
    opened.reject(error);
    await stop(recorders);
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
