import { describe, expect, test } from '@jest/globals';
import { decodeHead, encodeExchange, sliceBlock } from '../../src/recording/exchange-record.ts';
import { migrationSteps } from '../../src/recording/migrate-recording.ts';
import { currentVersion } from '../../src/recording/recording-format.ts';
import { anExchange } from './an-exchange.ts';

const one = encodeExchange(
  anExchange({ requestBody: Buffer.from([0, 255]), responseBody: Buffer.from('ok') }),
);
const two = encodeExchange(anExchange({ id: 'x000002' }));

describe('records in a block', () => {
  test('come back in order, bodies as bytes', () => {
    const slices = [...sliceBlock(Buffer.concat([one, two]), 2)];
    const ids = slices.map(({ head }) => decodeHead(head, currentVersion, migrationSteps).id);
    expect(ids).toEqual(['x000001', 'x000002']);
    expect(slices[0]?.requestBody).toEqual(Buffer.from([0, 255]));
    expect(slices[0]?.responseBody.toString()).toBe('ok');
  });

  test.each([
    ['fewer than announced', Buffer.concat([one, two]), 3],
    ['more than announced', Buffer.concat([one, two]), 1],
    ['one that is longer than the block', one.subarray(0, -1), 1],
  ])('%s are refused', (_name, block, exchanges) => {
    expect(() => [...sliceBlock(block, exchanges)]).toThrow();
  });
});

test('an exchange that could not be read back is refused before it is written', () => {
  expect(() => encodeExchange(anExchange({ durationMs: Number.NaN }))).toThrow();
});
