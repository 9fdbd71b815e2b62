import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { headerOf } from '../../domain/recording.ts';
import type { OutboundCall, UpstreamSettings } from '../../domain/upstream.ts';
import { GateError } from '../../errors.ts';
import type { Companion } from '../instance/companion.ts';
import {
  type AnyRequest,
  type AnyResponse,
  acceptConnections,
  type ConnectionFacts,
} from './accept-connections.ts';
import { type AnswerBook, type FoundAnswer, type IndexedCalls, openAnswerBook } from './answer-book.ts';
import { callFeatures } from './call-features.ts';
import type { CertificateAuthority } from './certificate-authority.ts';
import { type ExchangesInFlight, trackExchanges } from './exchanges-in-flight.ts';
import { handOver } from './hand-over.ts';
import { type IncomingCall, readCall } from './read-call.ts';
import type { ValueShapes } from './value-likeness.ts';
import { writeAnswer, writeMiss } from './write-answer.ts';

export type StandInRequest = {
  /** Of this stand-in alone, with a short path: a socket lies in it. Made here, and gone when it is closed. */
  readonly folder: string;
  readonly settings: UpstreamSettings;
  readonly recorded: IndexedCalls;
  readonly authority: CertificateAuthority;
  readonly shapes: ValueShapes;
  /** The session of an exchange; empty when it is not known. */
  readonly sessionOf: (exchangeId: string) => string;
};

/** The world that one instance calls, during one run. */
export type UpstreamStandIn = {
  readonly companion: Companion;
  readonly inFlight: ExchangesInFlight;
  /** What the instance called so far, in order of arrival. */
  calls(): readonly OutboundCall[];
  /** Connections that held something other than HTTP, in words, each sort once. */
  unreadable(): readonly string[];
  /** Throws when it does not answer any more: what the instance did without it says nothing. */
  assertServing(): Promise<void>;
  close(): Promise<void>;
};

/** Larger calls are refused. */
const mostBytes = 32 * 1024 * 1024;
/** So much of a body is kept to be compared; the digest covers the rest. */
const keptOfBody = 256 * 1024;
/** So much of all bodies together. */
const keptOfAll = 64 * 1024 * 1024;

/** Opens the stand-in of one instance, outside of its sandbox, before it starts. */
export async function openStandIn(request: StandInRequest): Promise<UpstreamStandIn> {
  const { folder } = request;
  const socketPath = join(folder, 'up.sock');
  const certificatePath = join(folder, 'authority.pem');
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await writeFile(certificatePath, request.authority.certificate, { mode: 0o644 });
  const serving = createServing(request);
  const listening = await acceptConnections(socketPath, {
    authority: request.authority,
    onRequest: (...given) => void answerCall(serving, ...given),
    onUnreadable: (why) => serving.unreadable.add(why.slice(0, 200)),
  });
  return {
    companion: handOver({ socketPath, certificatePath, recorded: request.recorded }),
    inFlight: serving.inFlight,
    calls: () => serving.calls.toSorted((one, other) => one.sequence - other.sequence),
    unreadable: () => [...serving.unreadable],
    assertServing: () => assertServing(socketPath),
    async close() {
      serving.ending.abort();
      await listening.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Serving = StandInRequest & {
  readonly book: AnswerBook;
  readonly inFlight: ExchangesInFlight;
  readonly calls: OutboundCall[];
  readonly unreadable: Set<string>;
  readonly ending: AbortController;
  sequence: number;
  kept: number;
};

function createServing(request: StandInRequest): Serving {
  return {
    ...request,
    book: openAnswerBook(request.recorded, request),
    inFlight: trackExchanges(),
    calls: [],
    unreadable: new Set(),
    ending: new AbortController(),
    sequence: 0,
    kept: 0,
  };
}

async function answerCall(
  serving: Serving,
  request: AnyRequest,
  response: AnyResponse,
  facts: ConnectionFacts,
): Promise<void> {
  const sequence = serving.sequence++;
  response.on('error', () => {});
  const call = await readCall(request, facts, mostBytes);
  const features = call === null ? null : callFeatures(call);
  if (call === null || features === null) {
    serving.unreadable.add(call === null ? 'a call that broke off or is too large' : 'a call without a host');
    writeMiss(response, { status: call === null ? 413 : 400, call: '', closest: null, differs: [] });
    return;
  }
  const tied = serving.inFlight.tie(call);
  const found = serving.book.find({ exchangeId: tied.exchangeId, features });
  serving.calls.push({ ...tied, sequence, ...kept(serving, call), answer: answerOf(found) });
  if (found.kind === 'matched') {
    await writeAnswer(response, found, { latency: serving.settings.latency, signal: serving.ending.signal });
    return;
  }
  const closest = found.closest === null ? null : `${found.closest.method} ${found.closest.url}`;
  const named = { call: `${call.method} ${call.url}`, closest, differs: found.differs };
  writeMiss(response, { status: serving.settings.missStatus, ...named });
}

function answerOf(found: FoundAnswer): OutboundCall['answer'] {
  if (found.kind === 'missed') {
    const closest = found.closest === null ? null : `${found.closest.method} ${found.closest.url}`;
    return { kind: 'missed', closest, differs: found.differs };
  }
  return { kind: 'matched', callId: found.call.id, isExact: found.isExact, score: found.score };
}

type Kept = Omit<OutboundCall, 'exchangeId' | 'tie' | 'sequence' | 'answer'>;

function kept(serving: Serving, { method, url, headers, body }: IncomingCall): Kept {
  const head = serving.kept >= keptOfAll ? body.subarray(0, 0) : body.subarray(0, keptOfBody);
  serving.kept += head.length;
  return {
    method: method.toUpperCase(),
    url,
    contentType: headerOf(headers, 'content-type') ?? '',
    contentEncoding: headerOf(headers, 'content-encoding') ?? '',
    idempotencyKey: headerOf(headers, 'idempotency-key') ?? '',
    body: head,
    bodyLength: body.length,
    bodyDigest: createHash('sha256').update(body).digest('hex'),
  };
}

async function assertServing(socketPath: string): Promise<void> {
  const problem = await new Promise<Error | null>((resolve) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(null);
    });
    socket.on('error', resolve);
  });
  if (problem === null) return;
  throw new GateError({
    code: 'stand-in-lost',
    message: `The upstream stand-in of an instance ended during the replay (${problem.message}).`,
    remedy:
      'Start the gate again; if it happens again, see whether the service removes files in the temporary folder.',
    cause: problem,
  });
}
