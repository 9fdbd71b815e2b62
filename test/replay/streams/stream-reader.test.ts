// covers: stream-limit.ts
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { replayPlan } from '../../../src/replay/replay-plan.ts';
import { streamLimitOf } from '../../../src/replay/streams/stream-limit.ts';
import { anExchange } from '../support/an-exchange.ts';
import { startLoggingServer } from '../support/logging-server.ts';
import { allOf, requestTo, settings } from '../support/three-instances.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const eventStream = [['Content-Type', 'text/event-stream']] as const;

function aStream(body: string, told: Partial<Exchange> = {}): Exchange {
  const endless = { lastByteMs: 50 };
  return anExchange({ responseHeaders: eventStream, durationMs: 90, endless, ...told, responseBody: body });
}

/** What an instance is heard to stream, or why it was not. */
async function read(exchange: Exchange, stream: (response: ServerResponse) => void): Promise<string> {
  const server = await startLoggingServer((_request, _body, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    stream(response);
  });
  cleanUps.push(server.stop);
  const request = await requestTo([server, server, server], [exchange], {
    settings: { ...settings, exchangeTimeoutMs: 3000 },
  });
  const [observed] = await allOf(replayPlan(request));
  const outcome = observed?.candidate.outcome;
  return outcome?.kind === 'responded' ? Buffer.from(outcome.body).toString() : `${outcome?.reason}`;
}

const two = 'data: 1\n\ndata: 2\n\n';

describe('a stream that never ends', () => {
  test('is read as far as production sent it, and left', async () => {
    expect(await read(aStream(two), (response) => response.write(two))).toBe(two);
  });

  test('is listened to a little longer, so that what was added shows', async () => {
    const more = await read(aStream(two), (response) => {
      response.write(two);
      setTimeout(() => response.write('data: 3\n\n'), 5);
    });
    expect(more).toBe(`${two}data: 3\n\n`);
  });

  test('is cut at the same record for all when production was left in its flow', async () => {
    const flow = aStream(two, { durationMs: 50 });
    expect(await read(flow, (response) => response.write(`${two}data: 3\n\ndata: 4\n\n`))).toBe(two);
  });

  test('that sends less than production did is given its time, and is a response all the same', async () => {
    expect(await read(aStream(two), (response) => response.write('data: 1\n\ndata'))).toBe('data: 1\n\n');
  });

  test('that ends is read to its end', async () => {
    expect(await read(aStream(two), (response) => response.end('data: 1\n\ndata: x'))).toBe(
      'data: 1\n\ndata: x',
    );
  });
});

test('a stream slower than an exchange may be is read in proportion', () => {
  const slow = aStream('data: x\n\n'.repeat(100), { endless: { lastByteMs: 100_000 }, durationMs: 100_000 });
  expect(streamLimitOf(slow, 10_000)).toEqual({ records: 4, patienceMs: 8000, quietMs: 0 });
});

test('a response that ends has no limit', () => {
  expect(streamLimitOf(anExchange({ responseHeaders: eventStream }), 1000)).toBeNull();
});
