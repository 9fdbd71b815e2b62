// covers: leave-out-schema.ts
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import type { LeaveOutRule } from '../../src/domain/policy.ts';
import { leaveOut } from '../../src/preparation/leave-out.ts';

const plan = {
  exchanges: ['GET /a', 'POST /stop', 'GET /a', 'GET /b'].map((route, index) => ({
    ...{ exchangeId: `x${index + 1}`, session: '', route, writes: false, reason: 'all' },
  })),
  leftOut: [{ reason: 'request body not whole', exchanges: 1 }],
  routes: ['GET /a', 'GET /b', 'POST /stop'],
};
const rule = (more: Partial<LeaveOutRule>): LeaveOutRule => ({
  ...{ reason: 'ends the process', owner: 'sara', expires: '2027-01-31', ...more },
});
const on = (day: string, ...rules: readonly LeaveOutRule[]) =>
  leaveOut(plan, rules, new Date(`${day}T12:00:00Z`));

test('requests of a route and single exchanges are not replayed, and are told', () => {
  const left = on('2027-01-31', rule({ route: 'POST /stop' }), rule({ exchange: 'x3', reason: 'too slow' }));
  expect([...left.exchanges].map(({ exchangeId }) => exchangeId)).toEqual(['x1', 'x4']);
  expect(left.exchanges.at(1)?.exchangeId).toBe('x4');
  expect(left.exchanges.at(2)).toBeUndefined();
  expect(left.routes).toEqual(['GET /a', 'GET /b']);
  expect(left.leftOut).toEqual([
    { reason: 'request body not whole', exchanges: 1 },
    { reason: 'by the settings until 2027-01-31, says sara: ends the process', exchanges: 1 },
    { reason: 'by the settings until 2027-01-31, says sara: too slow', exchanges: 1 },
  ]);
  expect(left.notes).toEqual([]);
});

test('a rule that has expired leaves nothing out; that, and one that fits nothing, is told', () => {
  const left = on(
    '2027-02-01',
    rule({ route: 'POST /stop' }),
    rule({ route: 'GET /', expires: '2028-01-01' }),
  );
  expect(left.exchanges).toHaveLength(4);
  expect(left.leftOut).toEqual(plan.leftOut);
  expect(left.notes).toEqual([
    '`replay.leave-out` of POST /stop (sara) expired on 2027-01-31: what it names was replayed.',
    '`replay.leave-out` of GET / (sara) fits none of the chosen requests: it can go, or names the wrong one.',
  ]);
});

test('without rules the plan is what it was', () => {
  expect(on('2027-01-01')).toBe(plan);
});

const written = (entry: string) => `version: 1\nreplay:\n  leave-out:\n    - { ${entry} }\n`;
const rest = 'reason: ends the process, owner: sara, expires: 2027-01-31';

test('is written with a reason, an owner and a last day', () => {
  const { leaveOut: rules } = loadConfig(written(`route: POST /stop, ${rest}`), 'a.yml');
  expect(rules).toEqual([rule({ route: 'POST /stop' })]);
});

test.each([
  ['neither a route nor an exchange', rest, 'needs either `route` or `exchange`'],
  ['both', `route: GET /a, exchange: x1, ${rest}`, 'needs either `route` or `exchange`'],
  ['every route', `route: "*", ${rest}`, 'would leave out every request'],
  ['no owner', 'route: GET /a, reason: slow, expires: 2027-01-31', 'owner'],
])('%s is refused', (_, entry, problem) => {
  expect(() => loadConfig(written(entry), 'a.yml')).toThrow(problem);
});
