import { describe, expect, test } from '@jest/globals';
import { compareOutcomes } from '../../../src/comparison/compare-outcomes.ts';
import { createIdentityMask } from '../../../src/comparison/values/instance-identity.ts';
import { digestOfBody } from '../../../src/content-coding/digest-body.ts';
import type { Responded } from '../../../src/domain/observation.ts';

const head = { kind: 'responded', status: 200, headers: [], trailers: [], durationMs: 1 } as const;
const held = (body: Buffer): Responded => ({ ...head, body });
const large = (body: Buffer): Responded => ({ ...head, body: Buffer.alloc(0), large: digestOfBody(body) });

const text = Buffer.alloc(50_000, 'some text\n');
function changedAt(index: number): Buffer {
  const other = Buffer.from(text);
  other.write('X', index);
  return other;
}

function found(before: Responded, after: Responded) {
  return compareOutcomes(before, after, { method: 'GET', identity: createIdentityMask([], []) });
}

describe('a body that was not held', () => {
  test('is equal to itself, and to the same one that was held', () => {
    expect(found(large(text), large(text))).toEqual([]);
    expect(found(large(text), held(text))).toEqual([]);
    expect(found(held(text), large(text))).toEqual([]);
  });

  test.each([
    [3, 'they part at byte 3'],
    [9000, 'they part between bytes 8192 and 12287'],
  ])('that differs at byte %i is told by digest and size, and where', (index, where) => {
    const [divergence, ...more] = found(large(text), large(changedAt(index)));
    expect(more).toEqual([]);
    expect(divergence).toMatchObject({
      kind: 'bytes-changed',
      place: 'body',
      baseline: { type: 'bytes', length: 50_000, digest: digestOfBody(text).digest },
    });
    expect(divergence?.note).toMatch(/^too long to be read, compared by digest: /);
    expect(divergence?.note).toContain(where);
  });

  test('that goes on where the other ends says so', () => {
    const longer = Buffer.concat([text, Buffer.alloc(49_152 - 45_904)]);
    const whole = text.subarray(0, 49_152);
    expect(found(large(whole), large(Buffer.concat([whole, longer])))[0]?.note).toContain(
      'they part at byte 49152',
    );
  });

  test('of another format is another kind of content', () => {
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), text]);
    expect(found(large(png), large(text))).toMatchObject([{ kind: 'content-kind-changed' }]);
  });
});
