import { expect, test } from '@jest/globals';
import { createPseudonyms } from '../../../src/recording/redaction/pseudonyms.ts';
import { redactText } from '../../../src/recording/redaction/redact-text.ts';
import { isCleanByPieces, searchedByPieces } from '../../../src/recording/redaction/search-pieces.ts';

const piece = 256 * 1024;
const filler = Buffer.alloc(searchedByPieces + piece, 'plain words, ');
const pseudonymsOf = () => createPseudonyms(Buffer.from('a redaction key of a test'));

/** A large text with another at some place of it. */
function textWith(text: string, at: number): Buffer {
  const bytes = Buffer.from(filler);
  Buffer.from(text).copy(bytes, at);
  return bytes;
}

test('a large text without secrets comes back as the same bytes', () => {
  expect(redactText(filler, pseudonymsOf())).toBe(filler);
});

const jwt = `eyJ${'a'.repeat(100_000)}.eyJ${'b'.repeat(100_000)}.${'c'.repeat(40)}`;
test.each([
  ['a password', ' password="hunter2-and-3" '],
  ['a long token', ` token=${'x9'.repeat(2000)} `],
  ['a JWT longer than the overlap', ` ${jwt} `],
])('%s is replaced wherever it stands, also across two pieces', (_name, secret) => {
  for (const at of [10, piece - 5, piece + 64 * 1024 - 5, 2 * piece - 1000, 3 * piece - 150_000]) {
    const text = textWith(secret, at);
    const redacted = redactText(text, pseudonymsOf());
    expect([at, redacted.includes(secret.trim())]).toEqual([at, false]);
  }
});

test('a secret that is known from elsewhere is found, and half a secret is not remembered', () => {
  const pseudonyms = pseudonymsOf();
  const token = pseudonyms.token('a-secret-of-another-place-1');
  const redacted = redactText(textWith('a-secret-of-another-place-1', piece - 3), pseudonyms);
  expect(redacted.includes(token)).toBe(true);
  const looked: string[] = [];
  const watching = { ...pseudonyms, token: (value: string) => `${looked.push(value)}` };
  const text = textWith(` password="${'half'.repeat(20_000)}1" `, piece - 10);
  expect(isCleanByPieces(text, watching, redactText)).toBe(false);
  expect(looked).toEqual([]);
});
