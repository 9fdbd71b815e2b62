import { describe, expect, test } from '@jest/globals';
import { parseExpressionAt } from 'acorn';
import { safeExpression } from '../../../src/snapshots/source/safe-expression.ts';

const visible = { a: 7, b: 3, tier: 'gold', cart: { items: [1, 2], total: 9 }, none: null };

function rewrite(source: string): string | null {
  return safeExpression(parseExpressionAt(source, 0, { ecmaVersion: 'latest' }), (name) => name in visible);
}

/** Computes the rewritten expression as the agent would, with plain stand-ins for its tools. */
function compute(source: string): unknown {
  const tools = {
    p: (value: unknown) => {
      if (typeof value === 'object' && value !== null) throw new TypeError('not a primitive');
      return value;
    },
    g: (holder: Readonly<Record<string, unknown>>, key: string) => holder[key],
    m: Math,
    u: 'left open',
  };
  const names = Object.keys(visible);
  return new Function('$', ...names, `return (${rewrite(source)})`)(tools, ...Object.values(visible));
}

describe('an expression that runs no code of the service', () => {
  test.each([
    'a * b - 1',
    'Math.round(a / b)',
    'Math.max(a, b, -1)',
    'a > b ? "more" : "less"',
    'a === b',
    'a != b',
    '!a || b',
    'none ?? a',
    'none?.x',
    'cart.items.length',
    'cart["total"]',
    'cart.items[0] + cart.total',
    `\`\${tier}: \${a + b}\``,
    '({ total: cart.total, tier, "by-key": [a, b] })',
    'typeof cart',
    '-a + +b',
    'undefined',
  ])('%s has the same value', (source) => {
    const expected = new Function(...Object.keys(visible), `return (${source})`)(...Object.values(visible));
    expect(compute(source)).toEqual(expected);
  });

  test.each([
    ['({ status: a, body: fee(a) })', { status: 7, body: 'left open' }],
    ['a > b ? { status: a } : fee(b)', { status: 7 }],
    ['a < b ? { status: a } : fee(b)', 'left open'],
    ['[a, fee(b)]', [7, 'left open']],
    ['none ?? fee(b)', 'left open'],
  ])('%s leaves open what would run code', (source, expected) => {
    expect(compute(source)).toEqual(expected);
  });

  test('refuses an operator on an object', () => {
    expect(() => compute('cart + 1')).toThrow('not a primitive');
  });

  test.each([
    'fee(a)',
    'cart.items.map((x) => x)',
    'await a',
    'a = 1',
    'a++',
    'new Date()',
    'unknown',
    'delete cart.total',
    '{ ...cart }'.replace(/^/, '(').replace(/$/, ')'),
    '({ get x() { return 1; } })',
    '({ __proto__: cart })',
    '({ [a]: b })',
    'a in cart',
    'a instanceof b',
    '/x/',
    'tag`x`',
    'Math[a](b)',
    '[...tier]',
    '(a, b)',
  ])('%s is left alone', (source) => {
    expect(rewrite(source)).toBeNull();
  });
});
