// covers: redact-messages.ts
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeContent } from '../../../src/content-coding/decode-content.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import { headerValues } from '../../../src/domain/recording.ts';
import { readExchanges } from '../../../src/recording/file/recording-reader.ts';
import { createRecording } from '../../../src/recording/file/recording-writer.ts';
import { createRedactor } from '../../../src/recording/redaction/redaction.ts';
import { aHeader, anExchange, collect, comparable } from '../an-exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();
const key = Buffer.from('a redaction key of the tests');
const json = [['Content-Type', 'application/json']] as const;

/** Forty secrets, none of which holds another, in the shapes that secrets have. */
const secrets: readonly string[] = Array.from({ length: 40 }, (_, number) => {
  const serial = String(number).padStart(2, '0');
  const shapes = [
    `Sup3rS3cret-${serial}-pässwörd!`,
    `0${serial}deadbeefcafe0123456789abcdef${serial}`,
    `4${serial}0049384928374${serial}1`,
    `${serial}444840-9dc0-41d1-b245-5ffdce74fa${serial}`,
    `opaque_${serial}_Zm9vYmFyYmF6`,
  ];
  return shapes[number % shapes.length] ?? '';
});
const secret = (number: number): string => secrets[number] ?? '';
const basic = (text: string): string => Buffer.from(text).toString('base64');
const wire = (text: string): string => Buffer.from(text).toString('latin1');

/** Each secret in one place that gives it away, then all of them again where nothing does. */
const traffic: readonly Exchange[] = [
  anExchange({
    target: `/login?token=${encodeURIComponent(secret(0))}&page=2&api_key=${secret(1)}`,
    requestHeaders: [
      ['Authorization', `Bearer ${secret(4)}`],
      ['Cookie', `sid=${secret(2)}; theme="${secret(3)}"`],
      ['X-Api-Key', secret(6)],
      ['Proxy-Authorization', `Basic ${basic(`ann:${secret(5)}`)}`],
      ['Referer', `https://shop.example/?access_token=${secret(7)}`],
      ...json,
    ],
    requestBody: Buffer.from(
      `{"password":"${secret(10)}","card":{"cardNumber":${secret(12)}},"refresh_token":"${secret(8)}"}`,
    ),
    responseHeaders: [
      ['Set-Cookie', `a=${secret(9)}; Path=/; HttpOnly`],
      ['Set-Cookie', `b=${secret(11)}`],
      ['Location', `/cb#id_token=${secret(13)}`],
      ['Content-Encoding', 'gzip'],
      ...json,
    ],
    responseBody: gzipSync(
      JSON.stringify({
        token: secret(14),
        nested: JSON.stringify({ secret: secret(15) }),
        otps: [],
        otp: secret(17),
      }),
    ),
  }),
  anExchange({
    requestHeaders: [['Content-Type', 'application/x-www-form-urlencoded']],
    requestBody: Buffer.from(
      `user=ann&new_password=${encodeURIComponent(secret(20))}&csrf_token=${secret(16)}`,
    ),
    responseHeaders: [
      ['Content-Type', 'text/html'],
      ['Content-Encoding', 'br'],
    ],
    responseBody: brotliCompressSync(
      `<input name="authenticity_token" value="${secret(18)}"><meta name="csrf-token" content="${secret(19)}">`,
    ),
  }),
  anExchange({
    requestHeaders: [['Content-Type', 'multipart/form-data; boundary=b7']],
    requestBody: Buffer.from(
      `--b7\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\n${secret(21)}\r\n--b7--`,
    ),
    responseHeaders: [['Content-Type', 'text/xml']],
    responseBody: Buffer.from(
      `<a><password>${secret(25)}</password><t:token x="1">${secret(22)}</t:token></a>`,
    ),
  }),
  anExchange({
    requestHeaders: [
      ['X-Auth-Token', secret(23)],
      ['X-CSRF-Token', secret(24)],
      ['X-Session-Id', secret(26)],
      ...json,
    ],
    requestBody: Buffer.from(`{"query":"mutation{login(password:\\"${secret(30)}\\")}","pin":${secret(27)},`),
    responseHeaders: [['Content-Type', 'text/event-stream']],
    responseBody: Buffer.from(
      `data: {"accessToken":"${secret(28)}"}\n\ndata: {"apiKey": "${secret(29)}"}\n\n`,
    ),
  }),
  anExchange({
    target: `/s3/a?X-Amz-Signature=${secret(31)}&X-Amz-Security-Token=${secret(33)}&code=${secret(34)}`,
    requestHeaders: [
      [
        'Authorization',
        `AWS4-HMAC-SHA256 Credential=${secret(39)}/20250101/eu/s3/aws4_request, SignedHeaders=host, Signature=${secret(36)}`,
      ],
    ],
    responseHeaders: [['Content-Type', 'application/x-ndjson']],
    responseBody: Buffer.from(
      `{"api_secret":"${secret(32)}"}\n{"passphrase":"${secret(35)}"}\n{"private_key":"${secret(37)}","private_keys":["${secret(38)}"]}\n`,
    ),
  }),
  anExchange({
    target: `/echo/${secrets.map(encodeURIComponent).join('/')}`,
    requestHeaders: [
      ['X-Debug', secrets.map(wire).join(' ')],
      ['Content-Type', 'text/plain'],
    ],
    requestBody: Buffer.from(`all of them: ${secrets.join(', ')}.`),
    responseHeaders: [['Content-Type', 'application/octet-stream']],
    responseBody: Buffer.concat([
      Buffer.from([0, 1, 255]),
      Buffer.from(secrets.join('\0')),
      Buffer.from([0]),
    ]),
  }),
];

/** Everything that stands in an exchange, bodies decoded, as one text. */
function contentOf(exchange: Exchange): string {
  const decoded = (body: Uint8Array, headers: Exchange['requestHeaders']): string => {
    const content = decodeContent(body, headerValues(headers, 'content-encoding'), 1024 * 1024);
    if (content.kind === 'undecodable') throw new Error(content.why);
    return Buffer.from(content.bytes).toString();
  };
  const { requestBody, responseBody, ...head } = exchange;
  return [
    JSON.stringify(head),
    decoded(requestBody, exchange.requestHeaders),
    decoded(responseBody, exchange.responseHeaders),
  ].join('\n');
}

describe('redaction', () => {
  test('leaves none of forty planted secrets in the file', async () => {
    const redactor = createRedactor(key);
    const path = inFolder('secrets.sgrec');
    const writer = await createRecording(path, aHeader);
    for (const exchange of traffic) await writer.append(redactor.redact(exchange));
    await writer.close({ seen: 6, recorded: 6, truncated: 0, dropped: 0 });
    const read = await collect(readExchanges(path));
    const content = read.map(contentOf).join('\n') + readFileSync(path, 'latin1');
    const spellings = (value: string): string[] => [
      value,
      wire(value),
      encodeURIComponent(value),
      basic(`ann:${value}`),
    ];
    expect(secrets.filter((value) => spellings(value).some((text) => content.includes(text)))).toEqual([]);
    expect(traffic.map(contentOf).join('\n')).toContain(secret(39));
    expect(read.every(({ redacted, truncated }) => redacted === true && truncated === undefined)).toBe(true);
  });

  test('is idempotent: tokens stay what they are', () => {
    const redactor = createRedactor(key);
    for (const exchange of traffic.map((one) => redactor.redact(one))) {
      expect(comparable(redactor.redact(exchange))).toEqual(comparable(exchange));
    }
  });

  test('keeps a login and the requests after it together', () => {
    const redactor = createRedactor(key);
    const login = redactor.redact(
      anExchange({ responseHeaders: json, responseBody: Buffer.from('{"token":"opaque-1-token"}') }),
    );
    const next = redactor.redact(
      anExchange({ requestHeaders: [['Authorization', 'Bearer opaque-1-token']] }),
    );
    const { token } = JSON.parse(Buffer.from(login.responseBody).toString());
    expect(next.requestHeaders).toEqual([['Authorization', `Bearer ${token}`]]);
    expect(token).toBe(redactor.token('opaque-1-token'));
    expect(next.session).not.toBe(login.session);
  });

  test('tells sessions apart by cookie, across connections, and not by address', () => {
    const redactor = createRedactor(key);
    const sessionOf = (cookie: string, session: string): string =>
      redactor.redact(anExchange({ session, requestHeaders: [['Cookie', cookie]] })).session;
    expect(sessionOf('sid=one', 'a:1')).toBe(sessionOf('x=y; sid=one', 'a:2'));
    expect(sessionOf('sid=one', 'a:1')).not.toBe(sessionOf('sid=two', 'a:1'));
    expect(sessionOf('x=y', 'a:1')).not.toBe(sessionOf('x=y', 'a:2'));
    expect(sessionOf('x=y', '10.9.8.7:1')).not.toContain('10.9.8.7');
  });

  test('leaves what holds no secret untouched, and does not call it redacted', () => {
    const plain = anExchange({ responseHeaders: json, responseBody: Buffer.from('{ "a" : 1.0 }') });
    const { session: _session, ...rest } = createRedactor(key).redact(plain);
    const { session: _before, ...expected } = plain;
    expect(rest).toEqual(expected);
    expect(rest).not.toHaveProperty('redacted');
  });

  test('searches trailers as it searches headers', () => {
    const redacted = createRedactor(key).redact(
      anExchange({
        requestTrailers: [['X-Api-Key', secret(1)]],
        responseHeaders: [['X-Auth-Token', secret(4)]],
        responseTrailers: [
          ['X-Echo', `seen ${secret(4)}`],
          ['X-Sum', '42'],
        ],
      }),
    );
    expect(JSON.stringify(redacted)).not.toMatch(new RegExp(`${secret(1)}|${secret(4)}`));
    expect(redacted.requestTrailers?.map(([name]) => name)).toEqual(['X-Api-Key']);
    expect(redacted.responseTrailers?.[1]).toEqual(['X-Sum', '42']);
  });

  test('fails closed: a body that cannot be looked into is dropped and marked', () => {
    const responseHeaders = [...json, ['Content-Encoding', 'unheard-of']] as const;
    const responseBody = Buffer.from('{"token":"one"}');
    const redacted = createRedactor(key).redact(
      anExchange({ responseHeaders, responseBody, truncated: 'request' }),
    );
    expect(redacted).toMatchObject({ truncated: 'both', responseHeaders });
    expect(redacted.responseBody).toHaveLength(0);
  });

  test('never throws, and what it gives can be stored and read, whatever comes', async () => {
    const path = inFolder('anything.sgrec');
    const redactor = createRedactor(key);
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    const type = fc.constantFrom('application/json', 'text/html', 'multipart/form-data; boundary=a', '');
    const coding = fc.constantFrom('', 'gzip', 'br', 'zstd', 'deflate');
    await fc.assert(
      fc.asyncProperty(body, type, coding, fc.webUrl(), async (bytes, contentType, contentEncoding, url) => {
        const headers = [
          ['Content-Type', contentType],
          ['Content-Encoding', contentEncoding],
        ] as const;
        const redacted = redactor.redact(
          anExchange({ target: url, requestHeaders: headers, requestBody: bytes }),
        );
        const writer = await createRecording(path, aHeader);
        await writer.append(redacted);
        await writer.close({ seen: 1, recorded: 1, truncated: 0, dropped: 0 });
        expect((await collect(readExchanges(path))).map(comparable)).toEqual([comparable(redacted)]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('createRedactor', () => {
  test('refuses a key that can be guessed', () => {
    expect(() => createRedactor(Buffer.from('short'))).toThrow(
      expect.objectContaining({ code: 'bad-usage' }),
    );
  });

  test('names its key and gives the same tokens for the same key', () => {
    const [one, two] = [createRedactor(key), createRedactor(key)];
    expect(one.keyId).toMatch(/^[0-9a-f]{8}$/);
    expect([two.keyId, two.token('a')]).toEqual([one.keyId, one.token('a')]);
  });
});
