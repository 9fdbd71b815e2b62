import { describe, expect, test } from '@jest/globals';
import {
  bitsOf,
  describeTokenForm,
  fitsTokenForm,
  learnTokenForm,
  type TokenForm,
} from '../../../src/comparison/values/token-form.ts';

function learn(...tokens: readonly string[]): TokenForm {
  const form = learnTokenForm(tokens);
  if (form === null) throw new Error('not tokens');
  return form;
}

describe('the form of tokens that replaced each other', () => {
  test.each([
    ['hex of four', ['3f2a', '91c0'], 'be42', true],
    ['four digits may well be hex', ['1234', '5678'], 'be42', true],
    ['a longer token', ['3f2a', '91c0'], 'PuBfYzYq8Wk', false],
    ['the same length in other letters', ['3f2a91c0', '0c1d2e3f', '9988aabb'], 'PuBfYzYq', false],
    ['random tokens with or without a dash', ['vp2cLBK', 'EiwqzA2'], '_-zGylh', true],
    ['a number of one more digit', ['98', '99'], '100', true],
    ['a number of many more digits', ['98', '99'], '100000', false],
    ['a number before its unit', ['2ms', '3ms'], '14ms', true],
    ['a number before another unit', ['2ms', '3ms'], '2us', false],
    ['a number without its unit', ['2ms', '3ms'], '2', false],
    ['a fraction of about that size', ['0.532', '0.6'], '12.204', true],
    ['a fraction of another size', ['0.532', '0.6'], '532.1', false],
    ['a fraction before its unit', ['0.532ms', '2.25ms'], '1.7ms', true],
    ['a fraction before another unit', ['0.532ms', '2.25ms'], '1.7s', false],
    ['a state seen before', ['ACTIVE', 'CREATING'], 'ACTIVE', true],
    ['a state never seen', ['ACTIVE', 'CREATING'], 'DELETING', false],
    ['a token of any length', ['wQVCLGf', 'Z4kTOG7SOfP2TeL'], 'sY9NdqOU6huFzTBTIZHj', true],
    ['a token far longer than any', ['wQVCLGf', 'Z4kTOG7SOfP2'], 'sY9NdqOU6huFzTBTIZHj', false],
    ['letters drawn at random', ['xhsr', 'vsb', 'td', 'bkq', 'zqx', 'bnzi'], 'aupw', true],
    [
      'drawn letters of which some stand in two pairs',
      ['xhsr', 'vsb', 'td', 'bkq', 'xhsr', 'td', 'pt'],
      'aupw',
      true,
    ],
    ['a state beside many that came twice', ['on', 'off', 'on', 'wait', 'off', 'wait'], 'gone', false],
    ['a short token of hex letters only', ['beef', 'cafe'], '1a2b', true],
  ])('%s', (_, tokens, candidate, expected) => {
    expect(fitsTokenForm(learn(...tokens), candidate)).toBe(expected);
  });

  test('texts with spaces are no tokens', () => {
    expect(learnTokenForm(['a b', 'c d'])).toBeNull();
    expect(learnTokenForm([])).toBeNull();
  });

  test('is described in words', () => {
    expect(describeTokenForm(learn('3f2a', '91c0'))).toBe('hex of 4');
    expect(describeTokenForm(learn('7', '12'))).toBe('digits of 1 to 3');
    expect(describeTokenForm(learn('ACTIVE', 'CREATING'))).toBe('one of ACTIVE, CREATING');
  });

  test('few possibilities are few bits', () => {
    expect(bitsOf(learn('ACTIVE', 'CREATING'))).toBe(1);
    expect(bitsOf(learn('2', '3'))).toBeLessThan(12);
    expect(bitsOf(learn('d41d8cd98f00b204', 'e9800998ecf8427e'))).toBe(64);
  });
});
