import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { curlLine, shellQuoted } from '../../src/replay/curl-line.ts';
import { anExchange } from '../comparison/builders.ts';

const isSecret = (name: string) => name === 'x-api-key';

/** What a program gets as arguments when a shell runs the line, with `curl` put aside. */
function argumentsOf(line: string): readonly string[] {
  const script = `curl() { for word; do printf '%s\\0' "$word"; done; }; ${line}`;
  const env = { URL: 'http://h', TOKEN: 'T', COOKIE: 'C', PATH: process.env['PATH'] ?? '' };
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1);
}

describe('a line that sends an exchange again', () => {
  test('has method, target, headers and body, and no secret', () => {
    const line = curlLine(
      anExchange({
        ...{ method: 'POST', target: "/orders?q=it's&x=[1]" },
        requestHeaders: [
          ['Host', 'shop.example'],
          ['Content-Type', 'application/json'],
          ['Authorization', 'Bearer very-secret'],
          ['Cookie', 'sid=very-secret'],
          ['X-Api-Key', 'very-secret'],
          ['X-Empty', ''],
          ['Accept-Language', 'de'],
          ['X-Forwarded-Proto', 'https'],
          ['If-None-Match', '"1"'],
          ['Origin', 'https://shop.example'],
          ['Content-Length', '99'],
        ],
        requestBody: Buffer.from('{"note":"$(rm -rf /) `id` \\\\ \'"}'),
      }),
      isSecret,
    );
    expect(line).not.toContain('very-secret');
    expect(argumentsOf(line ?? '')).toEqual([
      ...['-g', '--path-as-is', '-X', 'POST', "http://h/orders?q=it's&x=[1]"],
      ...['-H', 'Content-Type: application/json', '-H', 'Authorization: Bearer T', '-H', 'Cookie: C'],
      ...['-H', 'X-Api-Key: T', '-H', 'X-Empty;', '-H', 'Accept-Language: de'],
      ...['-H', 'X-Forwarded-Proto: https', '-H', 'If-None-Match: "1"', '-H', 'Origin: https://shop.example'],
      ...['--data-raw', '{"note":"$(rm -rf /) `id` \\\\ \'"}'],
    ]);
  });

  test('of a plain GET is short', () => {
    expect(curlLine(anExchange({ target: '/carts/17' }), isSecret)).toBe(
      `curl -g --path-as-is "$URL"'/carts/17'`,
    );
  });

  test('leaves out what tells of the recorded client, its connection and who traced it', () => {
    const requestHeaders = [
      ['host', 'shop.example'],
      ['connection', 'keep-alive'],
      ['User-Agent', 'node'],
      ['accept', '*/*'],
      ['accept-language', '*'],
      ['sec-fetch-mode', 'cors'],
      ['sec-ch-ua-platform', '"Linux"'],
      ['Accept-Encoding', 'gzip, deflate'],
      ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
      ['x-b3-traceid', '0af7651916cd43dd'],
    ] as const;
    expect(curlLine(anExchange({ target: '/carts/17', requestHeaders }), isSecret)).toBe(
      `curl -g --path-as-is "$URL"'/carts/17'`,
    );
  });

  test('is not made of what it cannot hold', () => {
    const of = (changes: Parameters<typeof anExchange>[0]) => curlLine(anExchange(changes), isSecret);
    expect(of({ requestBody: Uint8Array.of(0xff, 0xfe) })).toBeNull();
    expect(of({ requestBody: Uint8Array.of(0) })).toBeNull();
    expect(of({ requestBody: Buffer.from('a\u202eb') })).toBeNull();
    expect(of({ requestBody: Buffer.alloc(5_000, 'a') })).toBeNull();
    // Bash completes a name where a tab is pasted, and curl reads the file that `-H @…` names.
    expect(of({ requestBody: Buffer.from('{\t"a": 1}') })).toBeNull();
    expect(of({ requestHeaders: [['@/etc/passwd', '1']] })).toBeNull();
    expect(of({ method: 'GET /x' })).toBeNull();
    expect(of({ target: '*' })).toBeNull();
  });
});

test('a shell gives back any text that was quoted', () => {
  const nasty = fc.stringMatching(/^[^\0]*$/);
  const bits = fc.array(
    fc.constantFrom(
      "'",
      '"',
      '`',
      '$(id)',
      '\\',
      '\n',
      '!',
      '*',
      ' ',
      ';',
      '&',
      '|',
      '-',
      '\r',
      'é',
      '\u{1f600}',
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        nasty,
        bits.map((parts) => parts.join('')),
      ),
      (text) => {
        const whole = text.toWellFormed();
        expect(execFileSync('sh', ['-c', `printf %s ${shellQuoted(whole)}`], { encoding: 'utf8' })).toBe(
          whole,
        );
      },
    ),
    { numRuns: 60 },
  );
});
