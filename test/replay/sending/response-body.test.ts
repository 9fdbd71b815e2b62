import { expect, test } from '@jest/globals';
import { digestOfBody } from '../../../src/content-coding/digest-body.ts';
import { ResponseBody } from '../../../src/replay/sending/response-body.ts';

function read(
  bounds: ConstructorParameters<typeof ResponseBody>[0],
  pieces: readonly string[],
): ResponseBody {
  const body = new ResponseBody(bounds);
  for (const piece of pieces) expect(body.add(Buffer.from(piece))).toBe(true);
  return body;
}

test('a body up to the bound is held', () => {
  const body = read({ keptBodyBytes: 6 }, ['abc', 'def']);
  expect(body.isHeld).toBe(true);
  expect(body.finish()).toEqual({ body: Buffer.from('abcdef') });
});

test('a longer one is told by its digest, its beginning included', () => {
  const body = read({ keptBodyBytes: 5 }, ['abc', 'def', 'ghi']);
  expect(body.isHeld).toBe(false);
  expect(body.finish()).toEqual({ body: Buffer.alloc(0), large: digestOfBody(Buffer.from('abcdefghi')) });
});

test('one beyond what is read at all is refused', () => {
  expect(read({ maximumBodyBytes: 4 }, ['abc']).add(Buffer.from('de'))).toBe(false);
});
