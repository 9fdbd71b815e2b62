// covers: read-multipart.ts, covers: compare-member.ts
import { describe, expect, test } from '@jest/globals';
import { readMultipart } from '../../../src/comparison/content/read-multipart.ts';
import { aResponse, aRun, diff, named, settled } from '../builders.ts';

type Part = readonly [head: string, body: string | Buffer];

function multipart(parts: readonly Part[], { boundary = 'frontier', type = 'mixed' } = {}) {
  const written = parts.flatMap(([head, body]) => [`--${boundary}\r\n${head}\r\n\r\n`, body, '\r\n']);
  const body = Buffer.concat([...written, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
  return aResponse({ body, headers: [['Content-Type', `multipart/${type}; boundary="${boundary}"`]] });
}

const json = (body: string): Part => ['Content-Type: application/json', body];
const field = (name: string, body: string): Part => [`Content-Disposition: form-data; name="${name}"`, body];

describe('two bodies of several parts', () => {
  test.each<[string, readonly Part[], readonly Part[], readonly string[]]>([
    ['a value inside a part', [json('{"a":1}')], [json('{"a":2}')], ['value-changed body/0/a']],
    ['a field of a form', [field('a', '1')], [field('a', '2')], ['text-changed body/a']],
    ['a field more', [field('a', '1')], [field('a', '1'), field('b', '2')], ['element-added body/b']],
    ['a field repeated', [field('a', '1')], [field('a', '1'), field('a', '2')], ['element-added body/a/1']],
    ['a part fewer', [json('1'), json('2')], [json('2')], ['element-removed body/0']],
    ['a header of a part', [['X-A: 1', 'x']], [['X-A: 2', 'x']], ['value-changed body/0/header.x-a']],
    ['a header more', [['X-A: 1', 'x']], [['X-A: 1\r\nX-B: 1', 'x']], ['field-added body/0/header.x-b']],
    [
      'a picture in a part',
      [['Content-Type: image/png', Buffer.from([0x89, 0x50])]],
      [['Content-Type: image/png', Buffer.from([0x89, 0x51])]],
      ['bytes-changed body/0'],
    ],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(diff(multipart(baseline), multipart(other)))).toEqual(expected);
  });

  test('the boundary is drawn anew for each answer and says nothing', () => {
    const parts = [json('{"a":1}')];
    expect(diff(multipart(parts, { boundary: 'a1b2' }), multipart(parts, { boundary: 'C3d4' }))).toEqual([]);
  });

  test('bytes that keep to no boundary are compared as bytes, and that is said', () => {
    const broken = aResponse({
      body: 'x',
      headers: [['Content-Type', 'multipart/mixed; boundary="frontier"']],
    });
    const [found] = diff(multipart([json('1')]), broken);
    expect(found).toMatchObject({
      kind: 'content-kind-changed',
      note: expect.stringContaining('cannot be read'),
    });
  });

  test('parts within parts are read some levels down, and are bytes below', () => {
    const nested = (depth: number, text: string): string =>
      depth === 0
        ? text
        : `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth - 1}\r\n\r\n${nested(depth - 1, text)}\r\n--b${depth}--`;
    const answer = (depth: number, text: string) =>
      aResponse({
        body: nested(depth, text),
        headers: [['Content-Type', `multipart/mixed; boundary=b${depth}`]],
      });
    expect(named(diff(answer(1_000, '1'), answer(1_000, '2')))).toEqual([
      `bytes-changed body${'/0'.repeat(8)}`,
    ]);
  });

  test('an id in a part is noise, and no reason to overlook what stands beside it', () => {
    const uuid = (digit: string) => `${digit.repeat(8)}-1111-4111-8111-${digit.repeat(12)}`;
    const part = (digit: string, state: string) =>
      multipart([json(`{"id":"${uuid(digit)}","state":"${state}"}`)]);
    const answers = { baseline: part('a', 'x'), secondary: part('b', 'x'), candidate: part('c', 'y') };
    expect(settled([aRun(answers)])).toEqual([
      'value-changed body/0/id: noise',
      'value-changed body/0/state',
    ]);
  });
});

test.each([
  ['no boundary is named', '--a\r\n\r\nx\r\n--a--', 'multipart/mixed'],
  ['it does not end', '--a\r\n\r\nx\r\n', 'multipart/mixed; boundary=a'],
  ['a part has no end of its head', '--a\r\nx\r\n--a--', 'multipart/mixed; boundary=a'],
])('%s: no parts', (_, text, type) => {
  expect(readMultipart(Buffer.from(text), type)).toBeNull();
});

test('a preamble is passed over, and a boundary without quotes is read', () => {
  const parts = readMultipart(
    Buffer.from('hi\r\n--a\r\nB: c\r\n\r\nx\r\n--a--\r\nbye'),
    'multipart/mixed; boundary=a',
  );
  expect(parts).toMatchObject([{ name: null, headers: [['B', 'c']], body: Buffer.from('x') }]);
});
