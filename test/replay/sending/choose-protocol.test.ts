import { afterEach, describe, expect, test } from '@jest/globals';
import { openSenders, type Senders } from '../../../src/replay/sending/choose-protocol.ts';
import { startHttp2Service } from '../../support/http2-service.ts';
import { startLoggingServer } from '../support/logging-server.ts';
import { reasonOf, send } from '../support/sending.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

const grpc = [['content-type', 'application/grpc+proto']] as const;

async function http1(): Promise<{ origin: string; protocols: () => readonly string[] }> {
  const server = await startLoggingServer((_request, _body, response) => response.end());
  undo.push(server.stop);
  return { origin: server.origin, protocols: () => server.seen.map(() => 'HTTP/1.1') };
}

async function http2(): Promise<{ origin: string; sessions: () => number }> {
  const service = await startHttp2Service((stream) =>
    stream.respond({ ':status': 203 }, { endStream: true }),
  );
  undo.push(service.stop);
  return service;
}

function open(baseline: string, candidate: string): Senders {
  const senders = openSenders(
    new Map([
      ['baseline', { origin: baseline, connect: null }],
      ['candidate', { origin: candidate, connect: null }],
    ]),
  );
  undo.push(senders.close);
  return senders;
}

describe('the protocol of a run', () => {
  test('is HTTP/2 for what was recorded over it, where the service speaks it', async () => {
    const [one, other] = [await http2(), await http2()];
    const senders = open(one.origin, other.origin);
    const outcomes = await Promise.all(
      (['baseline', 'candidate'] as const).map((role) => send(senders.of(role), { httpVersion: '2' })),
    );
    expect(outcomes.map(reasonOf)).toEqual(['203', '203']);
    expect([one.sessions(), other.sessions()]).toEqual([1, 1]);
    expect(senders.notes()).toEqual([]);
  });

  test('is HTTP/1.1 where the baseline speaks nothing else, and that is said', async () => {
    const [one, other] = [await http1(), await http1()];
    const senders = open(one.origin, other.origin);
    for (const role of ['baseline', 'candidate'] as const)
      expect(reasonOf(await send(senders.of(role), { httpVersion: '2' }))).toBe('200');
    expect(one.protocols()).toEqual(['HTTP/1.1']);
    expect(senders.notes()).toEqual([expect.stringMatching(/^1 requests .* sent over HTTP\/1\.1/)]);
  });

  test('leaves out gRPC there, with its reason', async () => {
    const [one, other] = [await http1(), await http1()];
    const senders = open(one.origin, other.origin);
    const outcome = await send(senders.of('baseline'), { httpVersion: '2', headers: grpc });
    expect(outcome).toMatchObject({
      reason: 'not-sent',
      detail: expect.stringContaining('gRPC needs HTTP/2'),
    });
    expect(senders.notes()).toEqual([expect.stringMatching(/^1 requests were not sent/)]);
    expect(one.protocols()).toEqual([]);
  });

  test('follows the baseline: a candidate that no longer speaks HTTP/2 fails', async () => {
    const [one, other] = [await http2(), await http1()];
    const senders = open(one.origin, other.origin);
    expect(reasonOf(await send(senders.of('baseline'), { httpVersion: '2' }))).toBe('203');
    expect(reasonOf(await send(senders.of('candidate'), { httpVersion: '2' }))).toBe('malformed-response');
  });

  test('asks nobody where all was recorded over HTTP/1.1', async () => {
    const one = await http2();
    const senders = open(one.origin, one.origin);
    await send(senders.of('baseline'), { httpVersion: '1.1' }, { timeoutMs: 300 });
    expect(senders.notes()).toEqual([]);
  });
});
