import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Signal, signal } from '../../src/domain/provenance.ts';
import { isProof, leadingTool, makeSignal, rankSignals } from '../../src/provenance/make-signal.ts';

const sign = (change: Partial<Signal> = {}): Signal => ({
  ...{
    rule: 'r',
    detector: 'trailer',
    tool: 'codex',
    level: 'identity-claim',
    role: 'co-author',
    excerpt: '',
  },
  ...change,
});

test('an excerpt of any text fits the domain and holds no line end', () => {
  const { excerpt: _, ...bare } = sign();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const made = makeSignal(bare, text);
      expect(signal.safeParse(made).success).toBe(true);
      expect(made.excerpt).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    }),
  );
});

describe('ranking', () => {
  test('goes by level, then by part, and says each thing once', () => {
    const weak = sign({ rule: 'weak', level: 'circumstantial', role: 'author' });
    const helper = sign({ rule: 'helper', role: 'assistant' });
    const author = sign({ rule: 'author', role: 'author' });
    const record = sign({ rule: 'record', level: 'tool-record', role: 'assistant' });
    const ranked = rankSignals([weak, helper, author, record, { ...author, excerpt: 'again' }]);
    expect(ranked.map(({ rule }) => rule)).toEqual(['record', 'author', 'helper', 'weak']);
  });

  test.each([
    ['a claim', {}, true],
    ['a circumstance', { level: 'circumstantial' }, false],
    ['a review', { role: 'reviewer' }, false],
    ['a suggestion that was taken', { role: 'suggestion' }, true],
  ] as const)('%s is proof or not', (_, change, expected) => expect(isProof(sign(change))).toBe(expected));

  test.each([
    ['the first that names a tool', [sign({ tool: 'other' }), sign({ tool: 'amp' })], 'amp'],
    [
      'a platform gives way',
      [sign({ rule: 'platform', tool: 'copilot-agent' }), sign({ tool: 'amp' })],
      'amp',
    ],
    [
      'a platform alone',
      [sign({ rule: 'platform', tool: 'copilot-agent' }), sign({ tool: 'other' })],
      'copilot-agent',
    ],
    ['AI of an unknown kind', [sign({ tool: 'other' })], 'other'],
    ['nothing', [], undefined],
  ])('the tool: %s', (_, signals, expected) => {
    expect(leadingTool(signals, new Set(['platform']))).toBe(expected);
  });
});
