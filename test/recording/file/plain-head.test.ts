import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exchangeHead } from '../../../src/domain/recording.ts';
import { isPlainHead } from '../../../src/recording/file/plain-head.ts';

const head = {
  id: 'x1',
  session: '',
  startedAt: 1,
  durationMs: 0.5,
  method: 'GET',
  target: '/',
  requestHeaders: [['Host', 'a']],
  status: 200,
  responseHeaders: [],
};

test('what every head has is plain, with the version or without', () => {
  expect(isPlainHead(head)).toBe(true);
  expect(isPlainHead({ ...head, httpVersion: '1.1' })).toBe(true);
  expect(isPlainHead({ ...head, truncated: 'both' })).toBe(false);
});

test('law: what is plain is what the schema takes, unchanged', () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      '',
      'x'.repeat(65),
      -1,
      0,
      1.5,
      999,
      1000,
      null,
      [],
      [['a']],
      [['a', 'b']],
      [['a', 1]],
    ),
    fc.constantFrom<unknown>('1.0', '2', '3', true, {}, Number.NaN, Number.POSITIVE_INFINITY, [
      ['a', 'b', 'c'],
    ]),
    fc.jsonValue(),
  );
  const member = fc.constantFrom(...Object.keys(head), 'httpVersion', 'failure', 'another');
  fc.assert(
    fc.property(member, odd, fc.boolean(), (name, value, removes) => {
      const { [name as keyof typeof head]: _removed, ...rest } = head;
      const changed = removes ? rest : Object.assign({}, head, { [name]: value });
      if (!isPlainHead(changed)) return;
      expect(exchangeHead.parse(changed)).toEqual(changed);
    }),
    { numRuns: 1000 },
  );
});
