// covers: ignore-schema.ts
// covers: policy-schema.ts
// covers: service-schema.ts
import { expect, test } from '@jest/globals';
import { defaultPolicy } from '../../src/config/default-policy.ts';
import { configSchema } from '../../src/config/schema.ts';

test('defaults live in the schema', () => {
  const parsed = configSchema.parse({ version: 1 });
  expect(parsed.replay).toEqual({
    concurrency: 8,
    'leave-out': [],
    timing: 'as-fast-as-possible',
    speed: 1,
    'pause-after-write': 50,
    budget: 90_000,
    'exchange-timeout': 10_000,
    'run-timeout': 300_000,
    credentials: [],
    jwt: [],
    login: [],
  });
  expect(parsed.policy.rules).toEqual(defaultPolicy.rules);
});

test.each([
  ['the root', { version: 1, extra: 1 }],
  ['service', { version: 1, service: { extra: 1 } }],
  ['replay', { version: 1, replay: { extra: 1 } }],
  ['a credential', { version: 1, replay: { credentials: [{ recorded: 'abcd', replay: 'x', extra: 1 }] } }],
  ['compare', { version: 1, compare: { extra: 1 } }],
  ['policy', { version: 1, policy: { extra: 1 } }],
  ['seniors', { version: 1, policy: { seniors: { extra: 1 } } }],
  ['a condition', { version: 1, policy: { rules: [{ name: 'a', when: { extra: 1 }, require: 'none' }] } }],
  [
    'a requirement',
    { version: 1, policy: { rules: [{ name: 'a', when: {}, require: { approvals: 1, extra: 1 } }] } },
  ],
])('is strict in %s', (_name, written) => {
  const codes = configSchema.safeParse(written).error?.issues.map(({ code }) => code);
  expect(codes).toEqual(['unrecognized_keys']);
});
