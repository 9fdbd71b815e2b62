import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { aJson, aRun, settled } from '../builders.ts';

/** A thousand rows, of which the first `noisy` have an id drawn anew; `changed` is one behind them. */
const rows = (salt: number, noisy: number, changed = -1) =>
  aJson(
    Array.from({ length: 1000 }, (_, at) => {
      const drawn = createHash('md5').update(
        `${at} ${at < noisy ? salt : at === changed ? 'changed' : 'fixed'}`,
      );
      return { row: at, id: drawn.digest('hex') };
    }),
  );
const counted = (noisy: number, changed?: number) =>
  settled([
    aRun({ baseline: rows(3, noisy), secondary: rows(5, noisy), candidate: rows(7, noisy, changed) }),
  ]).filter((one) => !one.endsWith(': noise')).length;

test('a list that varies beyond what is kept is noise, and one change behind it is not hidden', () => {
  expect(counted(400)).toBe(0);
  expect(counted(400, 900)).toBe(1);
});

test('numbers that agree now and then may differ a little more often', () => {
  const list = (salt: number) =>
    aJson(Array.from({ length: 1000 }, (_, at) => ({ row: `r${at}`, ms: (at * salt) % 7 })));
  const outcome = settled([aRun({ baseline: list(3), secondary: list(4), candidate: list(5) })]);
  expect(outcome.filter((one) => !one.endsWith(': noise'))).toEqual([]);
});
