import { expect, test } from '@jest/globals';
import type { Divergence, Finding } from '../src/domain/divergence.ts';
import { createShownRedactor } from '../src/recording/redact-shown.ts';
import { redactFindings } from '../src/redact-findings.ts';

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
