import { expect, test } from '@jest/globals';
import { holdConnection } from '../../../src/shadow/state/hold-connection.ts';

function connections() {
  const told: string[] = [];
  let count = 0;
  const connect = async () => {
    count += 1;
    const name = `connection ${count}`;
    told.push(`${name} opened`);
    return { name, end: async () => void told.push(`${name} ended`) };
  };
  return { over: holdConnection(connect), told };
}

test('readings share one connection, one after the other', async () => {
  const { over, told } = connections();
  const order: string[] = [];
  const read = (what: string) =>
    over(async ({ name }) => {
      order.push(`${what} begins`);
      await new Promise(setImmediate);
      order.push(`${what} ends`);
      return name;
    });
  expect(await Promise.all([read('a'), read('b')])).toEqual(['connection 1', 'connection 1']);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(told).toEqual(['connection 1 opened']);
});

test('one over which a reading failed is ended, and the next reading has another', async () => {
  const { over, told } = connections();
  await expect(over(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await over(async ({ name }) => name)).toBe('connection 2');
  expect(told).toEqual(['connection 1 opened', 'connection 1 ended', 'connection 2 opened']);
});
