import { describe, expect, test } from '@jest/globals';
import {
  bitsOfTemplate,
  describeTemplate,
  fitsTemplate,
  learnTemplates,
} from '../../../src/comparison/text/text-template.ts';

type Pair = readonly [string, string];

function fits(pairs: readonly Pair[], baseline: string, candidate: string): boolean {
  const { templates } = learnTemplates(pairs.map(([one, another]) => ({ one, another })));
  return templates.some((template) => fitsTemplate(template, baseline, candidate));
}

const etags: readonly Pair[] = [['W/"1048601-39-2024"', 'W/"1048777-39-2024"']];
const drawn: readonly Pair[] = [['"1e7-PjWoVEPvvKrMw/JA1vrGbbcvV40"', '"1e7-XlPI09UZWYe2I42gNWA2E9FGg/0"']];
const uuid = (digit: string) => `${digit.repeat(8)}-1111-4111-8111-111111111111`;

describe('texts with tokens that vary', () => {
  test.each<[string, readonly Pair[], string, string, boolean]>([
    ['an inode within an ETag', etags, 'W/"1048602-39-2024"', 'W/"1049999-39-2024"', true],
    ['the size beside it', etags, 'W/"1048602-39-2024"', 'W/"1049999-40-2024"', false],
    ['a strong ETag for a weak one', etags, 'W/"1048602-39-2024"', '"1049999-39-2024"', false],
    ['an id in a path', [['/orders/3f2a', '/orders/91c0']], '/orders/aa11', '/orders/bb22', true],
    ['another path', [['/orders/3f2a', '/orders/91c0']], '/orders/aa11', '/carts/bb22', false],
    [
      'an id with dashes in it',
      [['/users/vp2cLBK', '/users/EiwqzA2']],
      '/users/iC6abcd',
      '/users/_-zGylh',
      true,
    ],
    ['a numbered name', [['cart-17', 'cart-18']], 'cart-21', 'cart-22', true],
    ['another name with a number', [['cart-17', 'cart-18']], 'cart-21', 'Zart_22', false],
    [
      'base64 with slashes, cut out by its length',
      [['"5b5-zQhT84yEtocuIOR7c9KKRCkT07Y"', '"5b5-aQhT84yEtocuIOR7c9KKRCkT07Y"']],
      '"5b5-zQhT84yEtocuIOR7c9KKRCkT07Y"',
      '"5b5-ZqDgbeZFP4t90CyKP8/8X/7ff6s"',
      true,
    ],
    [
      'base64 without a separator, where those seen had one, now here, now there',
      drawn,
      '"1e7-PjWoVEPvvKrMw/JA1vrGbbcvV40"',
      '"1e7-fRQTnokhDZrkbR0qMWISvR0Q1BY"',
      true,
    ],
    ['a shorter one', drawn, '"1e7-PjWoVEPvvKrMw/JA1vrGbbcvV40"', '"1e7-fRQTnokhDZrkbR0qMWISvR0Q1B"', false],
    [
      'what stands before it',
      drawn,
      '"1e7-PjWoVEPvvKrMw/JA1vrGbbcvV40"',
      '"1e8-fRQTnokhDZrkbR0qMWISvR0Q1BY"',
      false,
    ],
    [
      'base64url without a dash, where those seen had one',
      [['wV0DEjmJZnL1y2SZnnI5OiX5f7SkqAqL-nUFK0J214g', 'kSy1mMmW-Zhy2okGzD4uu3GeeFaoox6OielSWTYE0hc']],
      'wV0DEjmJZnL1y2SZnnI5OiX5f7SkqAqL-nUFK0J214g',
      'B7xQm2LrT9cVfYw4Nk8sZp1HdGe6JuAo3iRbWyE5tXq',
      true,
    ],
    ['a fraction', [['0.532 ms', '0.601 ms']], '0.532 ms', '1.204 ms', true],
    ['a fraction with its unit', [['dur=0.532ms', 'dur=2.1ms']], 'dur=0.5ms', 'dur=1.204ms', true],
    [
      'a time in a sentence',
      [['at 2024-05-01T10:00:00Z', 'at 2024-05-01T10:00:09Z']],
      'at 2024-05-01T10:00:00Z',
      'at 2024-05-01T11:30:00Z',
      true,
    ],
    [
      'a sentence without its time',
      [['at 2024-05-01T10:00:00Z', 'at 2024-05-01T10:00:09Z']],
      'at 2024-05-01T10:00:00Z',
      'at never',
      false,
    ],
    [
      'an id in a sentence',
      [[`code=${uuid('1')}&a=b`, `code=${uuid('2')}&a=b`]],
      `code=${uuid('3')}&a=b`,
      `code=${uuid('4')}&a=b`,
      true,
    ],
    [
      'a word beside it',
      [[`code=${uuid('1')}&a=b`, `code=${uuid('2')}&a=b`]],
      `code=${uuid('3')}&a=b`,
      `code=${uuid('4')}&a=c`,
      false,
    ],
  ])('%s', (_, pairs, baseline, candidate, expected) => {
    expect(fits(pairs, baseline, candidate)).toBe(expected);
  });

  test('pairs without common structure are left loose', () => {
    const loose = { one: 'not found', another: 'nothing was found here' };
    expect(learnTemplates([loose])).toEqual({ templates: [], loose: [loose] });
  });

  test('the bits that vary, and words for them', () => {
    const [template] = learnTemplates([{ one: 'took 2 ms', another: 'took 3 ms' }]).templates;
    expect(template && bitsOfTemplate(template)).toBeLessThan(12);
    expect(template && describeTemplate(template)).toBe('text with digits of 1 to 2');
    const [random] = learnTemplates([{ one: `x ${uuid('1')}`, another: `x ${uuid('2')}` }]).templates;
    expect(random && bitsOfTemplate(random)).toBe(Number.POSITIVE_INFINITY);
    expect(random && describeTemplate(random)).toBe('text with uuid');
  });
});
