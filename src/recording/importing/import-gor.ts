import type { Exchange } from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { truncatedSides } from '../file/truncated-sides.ts';
import type { Redactor } from '../redaction/redaction.ts';
import { systemCode } from '../relay/system-code.ts';
import { type GorRecord, readGorRecords } from './gor-records.ts';
import { ImportTally, type RecordingImport } from './import-tally.ts';
import { parseHttpMessage } from './parse-http-message.ts';

/** Request and response of one id are one exchange only this close together: ids come again in long recordings. */
const pairingWindowMs = 60_000;
/** Requests and responses waiting for the other half; beyond it the oldest are given up. */
const maximumWaiting = 20_000;

/**
 * Imports what GoReplay captured, as a stream. The file has no end mark, its records come in any order, and capture
 * loses packets without a word: whatever is malformed, unpaired or cut is counted in the report.
 */
export function importGor(path: string, redactor: Redactor): RecordingImport {
  const tally = new ImportTally();
  return { exchanges: importRecords(path, redactor, tally), report: () => tally.report() };
}

async function* importRecords(
  path: string,
  redactor: Redactor,
  tally: ImportTally,
): AsyncGenerator<Exchange> {
  const waiting = new WaitingHalves(tally);
  let recognised = 0;
  try {
    for await (const record of readGorRecords(path)) {
      if (record === null) tally.leaveOut('malformed record');
      else recognised += 1;
      const pair = record === null ? null : waiting.pairWith(record);
      const exchange = pair === null ? null : toExchange(pair.request, pair.response, tally);
      if (exchange !== null) yield tally.take(redactor.redact(exchange));
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
  waiting.giveUpAll();
  if (recognised === 0) throw notGor(path);
}

/** Halves of exchanges whose other half has not come yet, oldest first. */
class WaitingHalves {
  readonly #tally: ImportTally;
  readonly #halves = new Map<string, GorRecord[]>();
  #count = 0;

  constructor(tally: ImportTally) {
    this.#tally = tally;
  }

  pairWith(record: GorRecord): { readonly request: GorRecord; readonly response: GorRecord } | null {
    if (record.type === 3) {
      this.#tally.leaveOut('response of an earlier replay, not of production');
      return null;
    }
    const same = this.#halves.get(record.id) ?? [];
    const other = same.find(
      (half) => half.type !== record.type && Math.abs(half.at - record.at) <= pairingWindowMs,
    );
    if (other === undefined) {
      this.#halves.set(record.id, [...same, record]);
      this.#count += 1;
      this.#giveUpOld(record.at);
      return null;
    }
    this.#remove(other);
    return record.type === 1 ? { request: record, response: other } : { request: other, response: record };
  }

  giveUpAll(): void {
    for (const half of [...this.#halves.values()].flat()) this.#giveUp(half);
  }

  /** Insertion order is file order, which is nearly the order of time: looking at the oldest is enough. */
  #giveUpOld(now: number): void {
    for (const halves of this.#halves.values()) {
      const oldest = halves[0];
      const tooOld = oldest !== undefined && oldest.at < now - 2 * pairingWindowMs;
      if (oldest === undefined || (!tooOld && this.#count <= maximumWaiting)) return;
      this.#giveUp(oldest);
    }
  }

  #giveUp(half: GorRecord): void {
    this.#remove(half);
    this.#tally.leaveOut(half.type === 1 ? 'request without its response' : 'response without its request');
  }

  #remove(half: GorRecord): void {
    const left = (this.#halves.get(half.id) ?? []).filter((other) => other !== half);
    this.#count -= 1;
    if (left.length === 0) this.#halves.delete(half.id);
    else this.#halves.set(half.id, left);
  }
}

function toExchange(request: GorRecord, response: GorRecord, tally: ImportTally): Exchange | null {
  const asked = parseHttpMessage(request.payload, { bodyless: false });
  const [, method, target] = /^([A-Z][A-Z-]{0,31}) (\S+) HTTP\/1\.[01]$/.exec(asked?.startLine ?? '') ?? [];
  const answered = parseHttpMessage(response.payload, { bodyless: method === 'HEAD' });
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(answered?.startLine ?? '')?.[1];
  if (
    asked === null ||
    answered === null ||
    method === undefined ||
    target === undefined ||
    status === undefined
  ) {
    tally.leaveOut('bytes that are no HTTP/1 message');
    return null;
  }
  if (method === 'CONNECT' || status === '101') {
    tally.leaveOut('connection that left HTTP');
    return null;
  }
  return {
    id: request.id,
    session: connectionOf(request.id),
    startedAt: request.at,
    durationMs: Math.max(0, response.at + response.latencyMs - request.at),
    method,
    target,
    requestHeaders: asked.headers,
    status: Number(status),
    responseHeaders: answered.headers,
    ...truncatedSides({ request: !asked.whole, response: !answered.whole }),
    requestBody: asked.body,
    responseBody: answered.body,
  };
}

/** Ids of 24 digits hold client port, server port, client address and sequence; older ones are hashes and tell nothing. */
function connectionOf(id: string): string {
  return id.length === 24 ? `gor:${id.slice(8, 16)}:${id.slice(0, 4)}` : 'gor';
}

function unreadable(path: string, cause: unknown): unknown {
  if (cause instanceof GateError || systemCode(cause) === 'failed') return cause;
  return new GateError({
    code: 'import-failed',
    message: `${path} cannot be read (${systemCode(cause)}).`,
    remedy: 'Name a .gor or .gor.gz file that exists and is whole.',
    cause,
  });
}

function notGor(path: string): GateError {
  return new GateError({
    code: 'import-failed',
    message: `${path} holds no record of a .gor file.`,
    remedy:
      'Name a file that GoReplay wrote with --output-file; binary (pcap) captures must be converted first.',
  });
}
