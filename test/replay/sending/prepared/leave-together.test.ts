import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { leaveTogether } from '../../../../src/replay/sending/prepared/leave-together.ts';

test('all of one turn leave at its end, in their order, and each once', async () => {
  const left: string[] = [];
  const leaving = (name: string) => ({ leave: () => left.push(name) });
  leaveTogether(leaving('first'));
  leaveTogether(leaving('second'));
  expect(left).toEqual([]);
  await turn();
  expect(left).toEqual(['first', 'second']);
  await turn();
  expect(left).toEqual(['first', 'second']);
});

test('one that comes while others leave goes in the next turn', async () => {
  const left: string[] = [];
  leaveTogether({
    leave: () => {
      left.push('first');
      leaveTogether({ leave: () => left.push('second') });
    },
  });
  await turn();
  await turn();
  expect(left).toEqual(['first', 'second']);
});
