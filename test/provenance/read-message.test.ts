import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMessage } from '../../src/provenance/read-message.ts';

const keysOf = (text: string) => readMessage(text).trailers.map(({ key }) => key);

describe('trailers', () => {
  test.each([
    ['at the end', 'subject\n\nbody\n\nSigned-off-by: A <a@b.c>', ['signed-off-by']],
    [
      'in the middle, where git finds none',
      'subject\n\nSigned-off-by: A <a@b.c>\n\nmore prose',
      ['signed-off-by'],
    ],
    ['glued to a footer', 'subject\n\nGenerated with x\nSigned-off-by: A <a@b.c>', ['signed-off-by']],
    [
      'above the rule of a squash',
      's\n\nSigned-off-by: A <a@b.c>\n\n---------\n\nCo-authored-by: B <b@b.c>',
      ['signed-off-by', 'co-authored-by'],
    ],
    ['with a blank before the colon', 'subject\n\nSigned-off-by : A <a@b.c>', ['signed-off-by']],
    ['written without hyphens', 'subject\n\nCo-authored by: A <a@b.c>', ['co-authored-by']],
    ['with line ends of Windows', 'subject\r\n\r\nSigned-off-by: A <a@b.c>\r\n', ['signed-off-by']],
    [
      'with line ends written as two characters',
      'subject\\n\\nbody\\n\\nSigned-off-by: A <a@b.c>',
      ['signed-off-by'],
    ],
    ['indented, so spoken of', 'subject\n\n    Signed-off-by: A <a@b.c>', []],
    ['quoted', 'subject\n\n> Signed-off-by: A <a@b.c>', []],
    ['fenced', 'subject\n\n```\nSigned-off-by: A <a@b.c>\n```\n', []],
    ['behind a fence that never ends', 'subject\n\n```\nSigned-off-by: A <a@b.c>', ['signed-off-by']],
    ['after a fence', 'subject\n\n```\nx\n```\nSigned-off-by: A <a@b.c>', ['signed-off-by']],
    ['inside a sentence', 'subject\n\nadds `Signed-off-by: A <a@b.c>`', []],
  ])('%s', (_, text, expected) => expect(keysOf(text)).toEqual(expected));
});

describe('people in trailers', () => {
  const personIn = (value: string) => readMessage(`s\n\nCo-authored-by: ${value}`).trailers[0]?.person;

  test.each([
    ['Ada Lovelace <ada@x.org>', { name: 'Ada Lovelace', email: 'ada@x.org' }],
    ['<ada@x.org>', { name: '', email: 'ada@x.org' }],
    ['Ada ada@x.org', { name: 'Ada', email: 'ada@x.org' }],
    [
      'a[bot] <1+a[bot]@users.noreply.github.com>',
      { name: 'a[bot]', email: '1+a[bot]@users.noreply.github.com' },
    ],
    ['Ada <ada@x.org> (by hand)', { name: 'Ada', email: 'ada@x.org' }],
    ['Ada <ada@x.org>, Bob <b@x.org>', { name: 'Ada', email: 'ada@x.org' }],
    ['Ada <ada@x.org>` is appended', null],
    ['Ada <ada@x.org> is appended', null],
    ['Ada', null],
    ['Ada <nowhere>', null],
  ])('%s', (value, expected) => expect(personIn(value)).toEqual(expected));
});

test.each([
  ['a rule', 's\n\n---------\n\nx', true],
  ['a list of commits', 's\n\n* one\n\n* two', true],
  ['one item', 's\n\n* one', false],
  ['a short rule', 's\n\n---\nx', false],
])('a squash is seen by %s', (_, text, expected) => expect(readMessage(text).isSquash).toBe(expected));

test('any text is read, and a trailer put at its end is always found', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(keysOf(`${text}\n\nSigned-off-by: A <a@b.c>`)).toContain('signed-off-by');
    }),
  );
});
