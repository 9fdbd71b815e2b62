import { expect, test } from '@jest/globals';
import type {
  CapturedValue,
  Hit,
  Probe,
  RuntimeEvent,
  RuntimeSnapshot,
} from '../../../src/domain/runtime-snapshot.ts';
import { createFailureTracer } from '../../../src/snapshots/divergence/trace-failures.ts';

const probe = (id: string, statementLine: number): Probe => ({
  ...{ id, file: 'user.js', line: statementLine, column: 1, names: ['user'], statement: '', statementLine },
});
const text = (value: string): CapturedValue => ({ type: 'string', text: value, length: value.length });
const hit = (
  probeId: string,
  sequence: number,
  values: Record<string, CapturedValue>,
  occurrence = 0,
): Hit => ({
  ...{ probeId, exchangeId: 'e1', occurrence, sequence, values },
});
const thrown = (sequence: number, values: Record<string, CapturedValue>): RuntimeEvent => ({
  ...{ kind: 'throw', exchangeId: 'e1', sequence, class: 'TypeError', message: 'no name', at: 'user.js:9' },
  frames: [{ at: 'user.js:9', function: 'nameOf', values }],
});
const snapshot = (hits: Hit[], events: RuntimeEvent[]): RuntimeSnapshot => ({
  ...{ role: 'baseline', agent: 'connected', hits, events, probes: [], executedLines: {}, dropped: 0 },
});
const probes = { baseline: [probe('p001', 4)], candidate: [probe('p001', 5)] };
/** In a real gate hits and throws come from two runs; here one snapshot stands for both. */
const traceOf = (sides: { baseline: RuntimeSnapshot; candidate: RuntimeSnapshot }) =>
  createFailureTracer({ ...sides, thrown: sides, probes });

test('an error of the candidate is told with what both builds held, what differs first', () => {
  const baseline = snapshot([hit('p001', 0, { id: text('ann'), user: text('Ann') })], []);
  const candidate = snapshot(
    [hit('p001', 0, { id: text('ann'), user: { type: 'undefined' } })],
    [thrown(1, { id: text('ann'), local: text('new'), user: { type: 'undefined' } })],
  );
  expect(traceOf({ baseline, candidate })('e1')).toMatchObject([
    {
      ...{
        role: 'candidate',
        error: 'TypeError: no name',
        at: 'user.js:9',
        told: false,
        otherAt: 'user.js:4',
      },
      variables: [
        { name: 'user', baseline: '"Ann"', candidate: 'undefined' },
        { name: 'id', baseline: '"ann"', candidate: '"ann"' },
        { name: 'local', baseline: null, candidate: '"new"' },
      ],
    },
  ]);
});

test('functions, classes, modules and what is only named come after every plain value', () => {
  const code: CapturedValue = { type: 'function', text: 'lookup' };
  const values = {
    ...{ require: code, lookup: code, module: { type: 'object', fields: { get: code, put: code } } as const },
    ...{ request: { type: 'object', class: 'IncomingMessage', reason: 'heavy-class' } as const },
    ...{
      far: { type: 'not-captured', reason: 'getter' } as const,
      options: { type: 'object', fields: {} } as const,
    },
    ...{ user: { type: 'undefined' } as const, id: text('ann') },
  };
  const candidate = snapshot([], [thrown(1, values)]);
  const [failure] = traceOf({ baseline: snapshot([], []), candidate })('e1');
  expect(failure?.variables.map(({ name }) => name)).toEqual([
    ...['options', 'user', 'id', 'require', 'lookup', 'module'],
  ]);
});

test('of a loop the pass that threw is shown; a probe that one build alone passed says nothing', () => {
  const passes = (...users: string[]) => users.map((user, at) => hit('p001', at, { user: text(user) }, at));
  const [failure] = traceOf({
    baseline: snapshot(passes('a', 'b', 'c'), []),
    candidate: snapshot(passes('a', 'x'), [thrown(9, { user: text('x') })]),
  })('e1');
  expect(failure?.variables).toEqual([{ name: 'user', baseline: '"b"', candidate: '"x"' }]);
  const alone = snapshot(passes('x'), [thrown(1, { user: text('x') })]);
  expect(traceOf({ baseline: snapshot([], []), candidate: alone })('e1')[0]).toMatchObject({
    ...{ otherAt: null, variables: [{ name: 'user', baseline: null, candidate: '"x"' }] },
  });
});

test('an error that both threw is no failure; one that only the baseline threw is its own', () => {
  const both = snapshot([], [thrown(1, {})]);
  expect(traceOf({ baseline: both, candidate: both })('e1')).toEqual([]);
  const told: RuntimeEvent = {
    ...{
      kind: 'error',
      exchangeId: 'e1',
      sequence: 2,
      class: 'TypeError',
      message: 'no name',
      at: '',
      caught: true,
    },
  };
  const [failure] = traceOf({ baseline: snapshot([], [thrown(1, {}), told]), candidate: snapshot([], []) })(
    'e1',
  );
  expect(failure).toMatchObject({ role: 'baseline', told: true });
});
