// covers: answer-export.ts
// covers: otlp-messages.ts
// covers: read-spans.ts
// covers: read-attributes.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openReceiver, type TelemetryReceiver } from '../../../src/shadow/telemetry/open-receiver.ts';
import {
  attribute,
  field,
  jsonExport,
  jsonSpan,
  protobufExport,
  protobufSpan,
  rootOf,
  traceId,
} from './an-export.ts';

const protobuf = 'application/x-protobuf';
const json = 'application/json';
let folder: string;
let receiver: TelemetryReceiver;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sg-otlp-'));
  receiver = await openReceiver({
    folder: join(folder, 'r'),
    environment: {},
    exchangeOf: (id) => (id === traceId ? { exchangeId: 'x1', spanId: rootOf } : null),
  });
});
afterEach(async () => {
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
};
type Sent = {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly coding?: string;
};

async function send(body: Uint8Array | string, sent: Sent = {}): Promise<Answer> {
  const { path = '/v1/traces', method = 'POST', type = json, coding } = sent;
  const [door] = receiver.companion.doors;
  const headers = { 'content-type': type, ...(coding === undefined ? {} : { 'content-encoding': coding }) };
  return new Promise((resolve, reject) => {
    const sending = request({ socketPath: door?.socketPath, path, method, headers }, async (response) => {
      const chunks = await response.toArray().catch(reject);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(chunks ?? []),
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

const events = () => receiver.collector.result().events;

describe('an export is taken', () => {
  test('in its JSON form, without ids and times', async () => {
    const answer = await send(JSON.stringify(jsonExport(jsonSpan())));
    expect([answer.status, String(answer.body)]).toEqual([200, '{}']);
    expect(events()).toEqual([
      {
        ...{ kind: 'span', exchangeId: 'x1', sequence: 0, name: 'GET /orders', spanKind: 'server' },
        ...{ service: 'shop', scope: 'by-hand', parent: '', status: 'unset' },
        attributes: { 'http.route': '/orders' },
      },
    ]);
  });

  test('as protobuf, packed, with the same outcome', async () => {
    const span = protobufSpan('GET /orders', field(9, attribute('http.route', field(1, '/orders'))));
    const answer = await send(gzipSync(protobufExport(span)), { type: protobuf, coding: 'gzip' });
    expect([answer.status, answer.body.length, answer.headers['content-type']]).toEqual([200, 0, protobuf]);
    const asProtobuf = events();
    const other = await openReceiver({
      folder: join(folder, 'o'),
      environment: {},
      exchangeOf: () => ({ exchangeId: 'x1', spanId: rootOf }),
    });
    await receiver.close();
    receiver = other;
    await send(JSON.stringify(jsonExport(jsonSpan())));
    expect(events()).toEqual(asProtobuf);
  });

  test('and what is volatile by nature is not kept', async () => {
    const attributes = [
      { key: 'thread.id', value: { intValue: '17' } },
      { key: 'server.port', value: { intValue: 4321 } },
      { key: 'url.full', value: { stringValue: 'http://127.0.0.1:40123/orders' } },
      { key: 'tags', value: { arrayValue: { values: [{ boolValue: true }, { doubleValue: 0.5 }] } } },
    ];
    await send(JSON.stringify(jsonExport(jsonSpan({ attributes }))));
    expect(events()[0]?.attributes).toEqual({ tags: '[true, 0.5]', 'url.full': 'http://127.0.0.1/orders' });
  });

  test('a long value keeps its length and digest', async () => {
    const shownOf = async (text: string) => {
      const attributes = [{ key: 'text', value: { stringValue: text } }];
      await send(
        JSON.stringify(jsonExport(jsonSpan({ spanId: `000000000000000${text.length % 7}`, attributes }))),
      );
      return events().at(-1)?.attributes['text'] ?? '';
    };
    const [one, other] = [await shownOf(`${'a'.repeat(5_000)}b`), await shownOf(`${'a'.repeat(5_001)}cc`)];
    expect(one.length).toBeLessThanOrEqual(2_048);
    expect(one).not.toBe(other);
  });

  test('metrics and logs are dropped', async () => {
    for (const path of ['/v1/metrics', '/v1/logs'])
      expect((await send('{"a":1}', { path })).status).toBe(200);
    expect(events()).toEqual([]);
  });
});

describe('what is not taken', () => {
  test.each([
    ['no JSON', '{', json],
    ['JSON of another kind', '[1]', json],
    ['spans that are no list', '{"resourceSpans":"x"}', json],
    ['no protobuf', Buffer.from([0xff, 0xff, 0xff]), protobuf],
    ['a length beyond the end', Buffer.from([0x0a, 0x7f, 0x01]), protobuf],
  ])('%s is 400, which is not sent again', async (_, body, type) => {
    const answer = await send(body, { type });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.body.length).toBeGreaterThan(0);
  });

  test('another type, path or method is said to be', async () => {
    expect((await send('x', { type: 'text/plain' })).status).toBe(415);
    expect((await send('{}', { path: '/v1/profiles' })).status).toBe(404);
    expect((await send('', { method: 'PUT' })).status).toBe(405);
  });

  test('a malformed span does not take the others with it', async () => {
    const spans = [
      jsonSpan({ spanId: 'xyz' }),
      jsonSpan({ name: 7 }),
      jsonSpan({ attributes: 'no' }),
      null,
      jsonSpan(),
    ];
    const answer = await send(JSON.stringify(jsonExport(...spans)));
    const { partialSuccess } = JSON.parse(String(answer.body));
    expect([answer.status, partialSuccess.rejectedSpans]).toEqual([200, '4']);
    expect(events()).toHaveLength(1);
  });

  test('a bomb is 400 when packed and 413 when not', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect((await send(bomb, { coding: 'gzip' })).status).toBe(400);
    const large = await send(Buffer.alloc(9 * 1024 * 1024)).catch(({ code }) => ({ status: code }));
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(large.status);
  });

  test('more at a time than is held is 429, to be sent again, until the others are through', async () => {
    const [door] = receiver.companion.doors;
    const stalled = Array.from({ length: 5 }, () => {
      const headers = { 'content-type': json, 'content-length': 8 * 1024 * 1024 };
      const one = request({ socketPath: door?.socketPath, path: '/v1/traces', method: 'POST', headers });
      one.on('error', () => {});
      one.write(Buffer.alloc(7 * 1024 * 1024));
      return one;
    });
    const refused = await Promise.any(
      stalled.map((one) => new Promise<unknown>((resolve) => one.on('response', resolve))),
    );
    expect(refused).toMatchObject({ statusCode: 429, headers: { 'retry-after': '1' } });
    for (const one of stalled) one.destroy();
    const later = JSON.stringify(jsonExport(jsonSpan()));
    let { status } = await send(later);
    for (let times = 0; status === 429 && times < 1_000; times += 1) ({ status } = await send(later));
    expect(status).toBe(200);
  });

  test('a million spans of two bytes are 400, before they are anything', async () => {
    const spans = Buffer.alloc(2_000_000, Buffer.from([0x12, 0x00]));
    expect((await send(field(1, field(2, spans)), { type: protobuf })).status).toBe(400);
  });

  test('values that nest too deep are 400 as protobuf, and cut as JSON', async () => {
    let value = field(1, 'x');
    for (let depth = 0; depth < 500; depth += 1) value = field(5, field(1, value));
    const deep = protobufExport(protobufSpan('a', field(9, attribute('deep', value))));
    expect((await send(deep, { type: protobuf })).status).toBe(400);
    const nested = `${'{"arrayValue":{"values":['.repeat(100_000)}{}${']}}'.repeat(100_000)}`;
    const body = JSON.stringify(jsonExport(jsonSpan({ attributes: [{ key: 'deep', value: 0 }] })));
    expect((await send(body.replace('"value":0', () => `"value":${nested}`))).status).toBe(200);
    expect(events()[0]?.attributes['deep']).toMatch(/^\[+\]+$/);
  });

  test('names of the prototype are attributes like others', async () => {
    const attributes = ['__proto__', 'constructor'].map((key) => ({ key, value: { stringValue: 'x' } }));
    await send(JSON.stringify(jsonExport(jsonSpan({ attributes }))));
    expect(Object.keys(events()[0]?.attributes ?? {})).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
