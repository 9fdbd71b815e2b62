import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { haveSameBytes } from '../../src/comparison/compare-bodies.ts';
import type { Responded } from '../../src/domain/observation.ts';
import { aResponse, diff, named } from './builders.ts';

const typed = (type: string, body: string | Uint8Array): Responded =>
  aResponse({ headers: [['Content-Type', type]], body });
const gzipped = (body: string, level = 6) =>
  aResponse({ headers: [['Content-Encoding', 'gzip']], body: gzipSync(body, { level }) });

describe('two bodies', () => {
  test.each<[string, Responded, Responded, readonly string[]]>([
    ['text', typed('text/plain', 'a\nb'), typed('text/plain', 'a\nc'), ['text-changed body']],
    ['bytes', typed('image/png', 'a'), typed('image/png', 'b'), ['bytes-changed body']],
    [
      'forms',
      typed('application/x-www-form-urlencoded', 'a=1'),
      typed('application/x-www-form-urlencoded', 'a=2'),
      ['value-changed body/a'],
    ],
    [
      'lines of JSON',
      typed('application/x-ndjson', '{"a":1}\n{"a":2}'),
      typed('application/x-ndjson', '{"a":1}\n{"a":3}\n{"a":2}'),
      ['element-added body/1'],
    ],
    [
      'text for JSON',
      typed('text/plain', 'Not Found'),
      typed('text/plain', '{"error":"Not Found"}'),
      ['content-kind-changed body'],
    ],
    [
      'nothing for JSON',
      typed('application/json', '{}'),
      typed('application/json', ''),
      ['content-kind-changed body'],
    ],
    [
      'another format of image',
      typed('image/png', 'GIF89a'),
      typed('image/png', new Uint8Array([0xff, 0xd8, 0xff, 0xe0])),
      ['content-kind-changed body'],
    ],
    [
      'XML that is no longer well-formed',
      typed('text/xml', '<a>b &amp; c</a>'),
      typed('text/xml', '<a>b & c</a>'),
      ['content-kind-changed body'],
    ],
    ['the same packed otherwise', gzipped('{"a":1}', 1), gzipped('{"a":1}', 9), []],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(diff(baseline, other))).toEqual(expected);
  });

  test('a body that does not unpack is a difference, and the note says why', () => {
    const broken = aResponse({ headers: [['Content-Encoding', 'gzip']], body: 'no gzip' });
    const [found] = diff(gzipped('{"a":1}'), broken);
    expect(found).toMatchObject({
      kind: 'content-kind-changed',
      note: expect.stringContaining('candidate: not valid gzip'),
    });
  });

  test('how bytes and text were compared is said', () => {
    const notes = (type: string, one: string, other: string) =>
      diff(typed(type, one), typed(type, other))[0]?.note;
    expect(notes('image/gif', 'GIF89a', 'GIF89aa')).toBe(
      'baseline: GIF image of 6 bytes, compared by digest; candidate: GIF image of 7 bytes, compared by digest',
    );
    expect(notes('application/json', '{a', '{b')).toBe('compared as text: not valid JSON');
    expect(notes('text/xml', '<a', '<a/>')).toMatch(
      /^baseline: text \(not well-formed XML: .+\); candidate: xml$/,
    );
  });

  test('a body that vanished has nothing on that side', () => {
    expect(diff(aResponse({ body: 'a' }), aResponse())[0]?.candidate).toBeNull();
  });

  test('equal bytes in another coding are not the same bytes', () => {
    expect(haveSameBytes(aResponse({ body: 'a' }), aResponse({ body: 'a' }))).toBe(true);
    expect(
      haveSameBytes(
        aResponse({ body: 'a' }),
        aResponse({ headers: [['Content-Encoding', 'br']], body: 'a' }),
      ),
    ).toBe(false);
  });
});
