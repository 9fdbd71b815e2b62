import { describe, expect, test } from '@jest/globals';
import {
  decodeCallHead,
  decodeHead,
  encodeCall,
  encodeExchange,
  sliceBlock,
} from '../../../src/recording/file/exchange-record.ts';
import { migrationSteps } from '../../../src/recording/file/migrate-recording.ts';
import { currentVersion } from '../../../src/recording/file/recording-format.ts';
import { aCall } from '../a-call.ts';
import { anExchange } from '../an-exchange.ts';

const one = Buffer.concat(
  encodeExchange(anExchange({ requestBody: Buffer.from([0, 255]), responseBody: Buffer.from('ok') })),
);
const two = Buffer.concat(encodeExchange(anExchange({ id: 'x000002' })));

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

test('a call is a record too, with a head of its own kind', () => {
  const [slice] = [...sliceBlock(Buffer.concat(encodeCall(aCall())), 1)];
  const { requestBody: _request, responseBody: _response, ...head } = aCall();
  expect(decodeCallHead(slice?.head ?? Buffer.alloc(0))).toEqual(head);
  expect(slice?.responseBody.toString()).toBe('{"price":250}');
  expect(() => decodeHead(slice?.head ?? Buffer.alloc(0), currentVersion, migrationSteps)).toThrow();
});
