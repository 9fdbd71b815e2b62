import { describe, expect, test } from '@jest/globals';
import { BodyCapture } from '../../src/recording/body-capture.ts';

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
