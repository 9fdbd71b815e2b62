import { describe, expect, test } from '@jest/globals';
import { digestOfBody } from '../../../src/content-coding/digest-body.ts';
import { BodyCapture } from '../../../src/recording/relay/body-capture.ts';

function capture(limit: number, chunks: readonly string[], ended: boolean): BodyCapture {
  const body = new BodyCapture(limit);
  for (const chunk of chunks) body.add(Buffer.from(chunk));
  if (ended) body.end();
  return body;
}

describe('BodyCapture', () => {
  test.each([
    ['a body within the limit', 10, ['abc', 'def'], true, 'abcdef', true],
    ['a body exactly at the limit', 6, ['abc', 'def'], true, 'abcdef', true],
    ['a body beyond it', 5, ['abc', 'def', 'ghi'], true, 'abcde', false],
    ['a body that did not end', 10, ['abc'], false, 'abc', false],
    ['no body', 10, [], true, '', true],
    ['nothing to keep', 0, ['a'], true, '', false],
  ])('%s', (_name, limit, chunks, ended, kept, isWhole) => {
    const body = capture(limit, chunks, ended);
    expect(body.bytes.toString()).toBe(kept);
    expect(body.isWhole).toBe(isWhole);
  });
});

test('a body above the bound for digests is not kept, and told by its digest', () => {
  const capture = new BodyCapture(100, 4);
  for (const piece of ['ab', 'cd', 'ef']) capture.add(Buffer.from(piece));
  capture.end();
  expect(capture.isWhole).toBe(true);
  expect(capture.bytes).toHaveLength(0);
  expect(capture.takeLarge()).toEqual(digestOfBody(Buffer.from('abcdef')));
});

test.each([
  ['as much as was announced', 3_000_000],
  ['more than was announced', 1_500_000],
  ['less than was announced', 9_000_000],
])('a large body keeps its bytes: %s', (_name, announced) => {
  const capture = new BodyCapture(10_000_000, undefined, announced);
  const sent = Array.from({ length: 30 }, (_, at) => Buffer.alloc(100_000, at + 1));
  for (const chunk of sent) capture.add(chunk);
  capture.end();
  expect(capture.bytes.equals(Buffer.concat(sent))).toBe(true);
  expect(capture.isWhole).toBe(true);
});
