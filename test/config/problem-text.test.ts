import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { problemsOf } from '../../src/config/problem-text.ts';

const schema = z.strictObject({
  count: z.int().min(1).max(3),
  name: z.string().max(2),
  list: z.array(z.string()).min(1),
  flag: z.boolean(),
  choice: z.enum(['counted', 'none']),
});

/** Problems of a value, as `path at: problem / remedy`. */
function told(value: Record<string, unknown>): string[] {
  const { error } = schema.safeParse(value);
  const lookup = {
    valueAt: ([key]: readonly (string | number)[]) => value[String(key)],
    keysAt: () => Object.keys(schema.shape),
  };
  return problemsOf(error?.issues ?? [], lookup).map(
    ({ path, at, problem, remedy }) => `${path.join('.')} ${at}: ${problem} / ${remedy}`,
  );
}

const right = { count: 1, name: 'a', list: ['a'], flag: true, choice: 'none' };

test.each([
  ['a key too many', { ...right, flags: 1 }, 'flags key: unknown key / did you mean flag?'],
  ['too small', { ...right, count: 0 }, 'count value: must be at least 1 / write more'],
  ['too long', { ...right, name: 'abc' }, 'name value: must be at most 2 characters long / write less'],
  ['too short a list', { ...right, list: [] }, 'list value: must be a list of at least 1 / write more'],
  [
    'another type',
    { ...right, flag: 'yes' },
    'flag value: must be true or false / write true or false without quotes',
  ],
  [
    'outside the set',
    { ...right, choice: 'cuonted' },
    'choice value: not one of the known values / did you mean counted?',
  ],
  [
    'far outside',
    { ...right, choice: 7 },
    'choice value: not one of the known values / write one of counted, none',
  ],
])('%s', (_name, value, expected) => {
  expect(told(value)).toEqual([expected]);
});

test('what is missing is called missing, all at once', () => {
  expect(told({})).toHaveLength(5);
  for (const line of told({})) expect(line).toContain(': missing / write ');
});
