// covers: large-body.ts
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BodyDigest, digestOfBody } from '../../src/content-coding/digest-body.ts';

test('the digest is SHA-256 of all bytes, the head its first 64, and a block stands for each 4096', () => {
  const bytes = Buffer.alloc(10_000, 'abc');
  expect(digestOfBody(bytes)).toMatchObject({
    length: 10_000,
    digest: createHash('sha256').update(bytes).digest('hex'),
    head: bytes.subarray(0, 64),
  });
  expect(digestOfBody(bytes).blocks).toHaveLength(3);
});

test('it is the same however the bytes are cut into pieces', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 6000 }), { maxLength: 6 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const digest = new BodyDigest();
      for (const part of parts) digest.add(part);
      expect(digest.finish()).toEqual(digestOfBody(Buffer.concat(parts)));
    }),
  );
});

test('a byte that differs shows in its block alone', () => {
  const bytes = Buffer.alloc(20_000);
  const other = Buffer.from(bytes);
  other[9000] = 1;
  const [one, another] = [digestOfBody(bytes), digestOfBody(other)];
  expect(one.digest).not.toBe(another.digest);
  expect(one.blocks.map((crc, block) => crc === another.blocks[block])).toEqual([
    true,
    true,
    false,
    true,
    true,
  ]);
});
