import { expect, test } from '@jest/globals';
import { readCards } from '../../src/runs/read-cards.ts';
import { anExchange } from '../comparison/builders.ts';

test('a card for each exchange that is named, read no further than the last of them', async () => {
  let read = 0;
  const exchanges = async function* () {
    for (const id of ['x1', 'x2', 'x3', 'x4']) {
      read += 1;
      yield anExchange({ id, method: 'PUT', target: `/things/${id}`, requestBody: Buffer.from('four') });
    }
  };
  const cards = await readCards(['x3', '', 'x2', 'x3'], exchanges);
  expect([...cards]).toEqual([
    ['x2', { method: 'PUT', target: '/things/x2', size: 14 }],
    ['x3', { method: 'PUT', target: '/things/x3', size: 14 }],
  ]);
  expect(read).toBe(3);
  expect((await readCards(['', 'x9'], exchanges)).size).toBe(0);
});

test('where no exchange is named, nothing is read', async () => {
  const exchanges = () => {
    throw new Error('read');
  };
  expect((await readCards([''], exchanges)).size).toBe(0);
});
