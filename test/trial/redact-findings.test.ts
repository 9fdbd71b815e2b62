import { expect, test } from '@jest/globals';
import type { Divergence, Finding } from '../../src/domain/divergence.ts';
import type { NoiseReport } from '../../src/domain/noise-report.ts';
import { createShownRedactor } from '../../src/recording/redaction/redact-shown.ts';
import { redactFindings, redactNoise } from '../../src/trial/redact-findings.ts';

const secrets = createShownRedactor(Buffer.alloc(32, 7));

function redacted(divergence: Partial<Divergence>): Divergence {
  const finding: Finding = {
    ...{ id: 'f1', exchangeId: 'x1', route: 'GET /a', severity: 'risky', severityRule: 'r' },
    divergence: {
      ...{ kind: 'value-changed', place: 'body/a', pattern: 'body/a', baseline: null, candidate: null },
      ...divergence,
    },
    disposition: { kind: 'counted', reason: 'twice' },
  };
  const [first] = redactFindings([finding], secrets);
  if (first === undefined) throw new Error('a finding was lost');
  return first.divergence;
}

const shown = (text: string, type: 'string' | 'bytes' = 'string') => ({ type, text, length: text.length });

test('both sides of a secret become tokens, which differ as they did', () => {
  const { baseline, candidate } = redacted({
    place: 'body/token',
    baseline: shown('live-one'),
    candidate: shown('live-two'),
  });
  expect(baseline?.text).toMatch(/^sg_/);
  expect(candidate?.text).toMatch(/^sg_/);
  expect(candidate?.text).not.toBe(baseline?.text);
});

test('an attribute of a span that has the name of a secret is one', () => {
  const place = 'span/GET ~1orders/client GET/http.request.header.authorization';
  const { baseline } = redacted({ kind: 'span-changed', place, baseline: shown('[Bearer a1b2c3d4e5]') });
  expect(baseline?.text).not.toContain('a1b2c3d4e5');
});

test('changed lines of a text keep their marks and lose their secrets', () => {
  expect(redacted({ kind: 'text-changed', hunks: ['-password=hunter2x', '+ok'] }).hunks).toEqual([
    expect.stringMatching(/^-password=sg_/),
    '+ok',
  ]);
});

test('what is no secret, bytes, and a side that is not there stay', () => {
  const divergence = { place: 'body/token', baseline: shown('cafe', 'bytes'), candidate: null };
  expect(redacted(divergence)).toMatchObject(divergence);
  expect(redacted({ place: 'body/a', baseline: shown('x') }).baseline).toEqual(shown('x'));
});

test('a token never makes a text longer than may be shown', () => {
  const text = 'password=1a2b3c '.repeat(25);
  expect(redacted({ place: 'body', baseline: shown(text) }).baseline?.text.length).toBeLessThanOrEqual(400);
});

const key = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';

test.each([
  ['the address of a call', 'outbound/GET pay.example/v1/tokens/', '/body/amount'],
  ['the key of a row', 'state/sqlite/app.db~1sessions/["', '"]/seen'],
  ['the name of a field', 'body/byKey/', '/name'],
])('a secret in %s becomes a token, and the same one wherever it stands', (_what, before, after) => {
  const place = `${before}${key}${after}`;
  const { baseline, ...divergence } = redacted({
    ...{ place, pattern: place, baseline: shown(key) },
    note: `the closest recorded call is GET https://pay.example/v1/tokens/${key}`,
  });
  const token = baseline?.text ?? '';
  expect(token).toMatch(/^sg_/);
  expect(divergence.place).toBe(`${before}${token}${after}`);
  expect(divergence.pattern).toBe(divergence.place);
  expect(divergence.note).toContain(`/tokens/${token}`);
});

test('a secret that an instance was sent is known in a place too', () => {
  const known = createShownRedactor(Buffer.alloc(32, 8));
  known.learn('correct-horse-battery');
  const noise: NoiseReport = {
    ...{ route: 'GET /a', kind: 'value-changed' as const, findings: 1, learned: 'uuid' },
    ...{ samples: 2, varied: 1, compared: 1, example: null, refused: [] },
    pattern: 'outbound/GET vault.example/correct-horse-battery/body',
  };
  expect(redactNoise([noise], known)[0]?.pattern).toMatch(/^outbound\/GET vault\.example\/sg_[\w-]+\/body$/);
});

test.each(['outbound/POST api.example/v1/charges/body/amount', 'header.set-cookie/sid', 'body/password'])(
  'the place %s stays as it is',
  (place) => {
    expect(redacted({ place, pattern: place })).toMatchObject({ place, pattern: place });
  },
);
