import { expect, test } from '@jest/globals';
import { crossFieldProblems } from '../../src/config/cross-field-rules.ts';

const rule = (name: unknown, approvals: number) => ({ name, when: {}, require: { approvals } });

test.each([
  ['seniors that name nobody', { policy: { seniors: { users: [] } } }, ['policy.seniors: names nobody']],
  [
    'more approvals than users',
    { policy: { seniors: { users: ['sara', 'Sara'] }, rules: [rule('a', 2)] } },
    ['policy.rules.0.require.approvals: more than the 1 users'],
  ],
  [
    'as many approvals as users',
    { policy: { seniors: { users: ['sara', 'tomas'] }, rules: [rule('a', 2)] } },
    [],
  ],
  [
    'a role beside the users',
    { policy: { seniors: { users: ['sara'], roles: ['admin'] }, rules: [rule('a', 2)] } },
    [],
  ],
  [
    'one service beside several, and two of one name',
    { service: {}, recording: 'a', services: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
    ['service: stands beside', 'recording: stands beside', 'services.2.name: another service has this name'],
  ],
  ['a speed without its timing', { replay: { speed: 2 } }, ['replay.speed: has no meaning']],
  ['a speed with its timing', { replay: { speed: 2, timing: 'recorded' } }, []],
  [
    'a budget longer than a run may take',
    { replay: { budget: '6m' } },
    ['replay.budget: longer than the 300 s after which'],
  ],
  ['one that is as long', { replay: { budget: '6m', 'run-timeout': '6m' } }, []],
  ['all, which has no length', { replay: { budget: 'all', 'run-timeout': '1s' } }, []],
  ['a short run and no budget', { replay: { 'run-timeout': '1s' } }, []],
  ['default seniors', { policy: { rules: [rule('a', 6)] } }, []],
  [
    'two rules of one name',
    { policy: { rules: [rule('a', 1), rule('a', 1)] } },
    ['policy.rules.1.name: another rule'],
  ],
  ['two rules without name', { policy: { rules: [rule(undefined, 1), rule(undefined, 1)] } }, []],
  [
    'one place ignored twice',
    {
      compare: {
        ignore: [
          { route: '*', place: 'status' },
          { route: '*', place: 'status' },
        ],
      },
    },
    ['compare.ignore.1.place: this place of this route is ignored already'],
  ],
  ['data of another shape', { policy: { rules: 7, seniors: [] }, compare: { ignore: [1, null] } }, []],
  ['nothing', null, []],
])('%s', (_name, data, expected) => {
  const told = crossFieldProblems(data).map(({ path, problem }) => `${path.join('.')}: ${problem}`);
  expect(told).toHaveLength(expected.length);
  for (const [index, start] of expected.entries()) expect(told[index]?.startsWith(start)).toBe(true);
});
