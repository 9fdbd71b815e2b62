import { truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { importHar } from '../../../src/recording/importing/import-har.ts';
import type { ImportReport } from '../../../src/recording/importing/import-tally.ts';
import { createRedactor } from '../../../src/recording/redaction/redaction.ts';
import { collect } from '../an-exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();

/** An entry as a browser writes it, of which a test names what it is about. */
function anEntry(
  fields: { request?: object; response?: object; startedDateTime?: string; [extra: string]: unknown } = {},
): object {
  return {
    startedDateTime: '2025-06-01T10:00:00.000Z',
    time: 12.5,
    cache: {},
    ...fields,
    request: {
      method: 'GET',
      url: 'https://shop.example/items?b=%20&a=1#top',
      httpVersion: 'h2',
      headers: [{ name: 'Accept', value: '*/*' }],
      queryString: [],
      cookies: [],
      ...fields.request,
    },
    response: {
      status: 200,
      headers: [{ name: 'Content-Type', value: 'application/json' }],
      content: { size: 8, mimeType: 'application/json', text: '{"a":1}' },
      ...fields.response,
    },
  };
}

async function imported(
  entries: readonly unknown[],
  options: { host?: string } = {},
): Promise<{ exchanges: Exchange[]; report: ImportReport }> {
  writeFileSync(inFolder('a.har'), `\ufeff${JSON.stringify({ log: { version: '1.2', entries } })}`);
  const { exchanges, report } = importHar(inFolder('a.har'), createRedactor(Buffer.alloc(32, 1)), options);
  return { exchanges: await collect(exchanges), report: report() };
}

describe('importHar', () => {
  test('entries are of one session as long as none overlapped another', async () => {
    const at = (milliseconds: number) => ({ startedDateTime: new Date(1e12 + milliseconds).toISOString() });
    const entries = [anEntry(at(0)), anEntry(at(20)), anEntry(at(25)), anEntry(at(60))];
    const sessions = (await imported(entries)).exchanges.map(({ session }) => session);
    expect(sessions[1]).toBe(sessions[0]);
    expect(sessions[2]).not.toBe(sessions[0]);
    expect(sessions[3]).toBe(sessions[0]);
  });

  test('takes target and times as they are, and the host from the URL', async () => {
    const { exchanges } = await imported([anEntry()]);
    expect(exchanges).toMatchObject([
      {
        id: 'x000001',
        method: 'GET',
        target: '/items?b=%20&a=1',
        startedAt: Date.parse('2025-06-01T10:00:00.000Z'),
        durationMs: 12.5,
        status: 200,
        requestHeaders: [
          ['Host', 'shop.example'],
          ['Accept', '*/*'],
        ],
        responseBody: Buffer.from('{"a":1}'),
      },
    ]);
  });

  test('makes headers say what is true of a decoded body', async () => {
    const headers = [
      { name: 'content-encoding', value: 'gzip' },
      { name: 'Content-Type', value: 'text/html; charset="ISO-8859-1"; x=y' },
      { name: 'content-length', value: '5' },
      { name: 'Transfer-Encoding', value: 'chunked' },
      { name: 'Set-Cookie', value: 'a=' },
      { name: 'Set-Cookie', value: 'b=' },
    ];
    const { exchanges, report } = await imported([
      anEntry({ response: { headers, content: { text: 'é' } } }),
    ]);
    expect(exchanges[0]?.responseHeaders).toEqual([
      ['Content-Type', 'text/html; charset=utf-8; x=y'],
      ['content-length', '2'],
      ['Set-Cookie', 'a='],
      ['Set-Cookie', 'b='],
    ]);
    expect(report.changed).toEqual([{ reason: expect.stringContaining('encoding headers'), exchanges: 1 }]);
  });

  test('turns HTTP/2 pseudo-headers and the list of cookies into headers, each once', async () => {
    const pseudo = [':method', ':path', ':scheme'].map((name) => ({ name, value: 'x' }));
    const headers = [...pseudo, { name: ':authority', value: 'shop.example:8443' }];
    const cookies = [{ name: 'theme', value: '' }];
    const cookie = { name: 'cookie', value: 'theme=' };
    const { exchanges } = await imported([
      anEntry({ request: { headers, cookies } }),
      anEntry({ request: { headers: [...headers, cookie], cookies } }),
    ]);
    expect(exchanges.map(({ requestHeaders }) => requestHeaders)).toEqual([
      [
        ['Host', 'shop.example:8443'],
        ['Cookie', 'theme='],
      ],
      [
        ['Host', 'shop.example:8443'],
        ['cookie', 'theme='],
      ],
    ]);
  });

  test('orders by time and redacts', async () => {
    const { exchanges } = await imported([
      anEntry({ startedDateTime: '2025-06-01T10:00:02Z', request: { url: 'https://shop.example/second' } }),
      anEntry({
        startedDateTime: '2025-06-01T12:00:01+02:00',
        request: {
          url: 'https://shop.example/first?token=planted-1',
          headers: [{ name: 'Authorization', value: 'Bearer planted-2' }],
        },
      }),
    ]);
    expect(exchanges.map(({ target }) => target.slice(0, 6))).toEqual(['/first', '/secon']);
    expect(JSON.stringify(exchanges)).not.toContain('planted');
  });

  test('says what was left out and why', async () => {
    const { exchanges, report } = await imported([
      anEntry(),
      { startedDateTime: 'never' },
      anEntry({ startedDateTime: 'yesterday' }),
      anEntry({ request: { url: 'data:text/plain,x' } }),
      anEntry({ request: { url: 'wss://shop.example/chat' } }),
      anEntry({ request: { method: 'CONNECT' } }),
      anEntry({ _fromCache: 'disk' }),
      anEntry({ response: { status: 304 } }),
      anEntry({ request: { url: 'https://cdn.example/a.js' } }),
    ]);
    expect(exchanges).toHaveLength(1);
    // What the cache answered or another host got takes nothing from the completeness of this recording.
    expect(report.counters).toEqual({ seen: 5, recorded: 1, truncated: 0, dropped: 4 });
    expect(report.leftOut).toContainEqual({
      reason: 'entry without what a HAR entry must have',
      exchanges: 2,
    });
    expect(report.leftOut).toContainEqual({
      reason: 'request to another host than shop.example',
      exchanges: 1,
    });
    expect(report.leftOut).toHaveLength(7);
  });

  test('takes the host that is named instead of the most frequent one', async () => {
    const other = anEntry({ request: { url: 'https://api.example/v1' } });
    const { exchanges } = await imported([anEntry(), anEntry(), other], { host: 'API.example' });
    expect(exchanges.map(({ target }) => target)).toEqual(['/v1']);
  });

  test.each([
    [
      'no response',
      { response: { status: 0, content: {} }, time: -1 },
      { status: 0, failure: 'no response in the HAR file', durationMs: 0 },
    ],
    ['a body that is missing', { response: { content: { size: 5 } } }, { truncated: 'response' }],
    [
      'a request that cannot be made again',
      { request: { method: 'POST', postData: { text: '\ufffd' } } },
      { truncated: 'request' },
    ],
    [
      'letters that no request line can hold',
      { request: { url: 'https://shop.example/é b' } },
      { target: '/%C3%A9%20b' },
    ],
    ['an origin alone', { request: { url: 'https://shop.example?x=1' } }, { target: '/?x=1' }],
    [
      'user information',
      { request: { url: 'https://ann:pw@shop.example/' } },
      {
        requestHeaders: [
          ['Host', 'shop.example'],
          ['Accept', '*/*'],
        ],
      },
    ],
  ])('an entry with %s', async (_name, fields, expected) => {
    const { exchanges } = await imported([anEntry(fields)]);
    expect(exchanges).toMatchObject([expected]);
  });

  test.each([
    ['does not exist', 'none.har', null],
    ['is no JSON', 'text.har', 'not JSON'],
    ['has no entries', 'other.har', '{"log":{}}'],
  ])('a file that %s cannot be imported', async (_name, name, content) => {
    if (content !== null) writeFileSync(inFolder(name), content);
    const { exchanges } = importHar(inFolder(name), createRedactor(Buffer.alloc(32, 1)));
    await expect(collect(exchanges)).rejects.toMatchObject({ code: 'import-failed' });
  });

  test('a file that is too large to be read whole is refused before it is read', async () => {
    writeFileSync(inFolder('large.har'), '{');
    truncateSync(inFolder('large.har'), 300 * 1024 * 1024);
    const { exchanges } = importHar(inFolder('large.har'), createRedactor(Buffer.alloc(32, 1)));
    await expect(collect(exchanges)).rejects.toMatchObject({
      code: 'import-failed',
      message: expect.stringContaining('has 314572800 bytes'),
    });
  });
});
