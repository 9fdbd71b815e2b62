import { describe, expect, test } from '@jest/globals';
import { askedExpression } from '../../../src/snapshots/asking/asked-expression.ts';

const names = ['order', 'rate', 'items', 'ids'];
const ask = (text: string, language: 'javascript' | 'python' = 'javascript') =>
  askedExpression({
    ...{ text, language, names },
    isVisible: (name) => names.includes(name),
    calledHere: (name) => (name === 'rate' ? 'oldRate' : name),
  });

describe('an expression that is asked for', () => {
  test.each([
    ['order.items[0].price', '$.g($.g($.g(order,"items"),$.p(0)),"price")'],
    ['items.length', '$.g(items,"length")'],
    ['typeof order', '(typeof order)'],
    ['items.length > 3 && rate', '(($.p($.g(items,"length")) > $.p(3)) && oldRate)'],
    ['order.rate', '$.g(order,"rate")'],
    ['Math.round(rate)', '$.m.round($.p(oldRate))'],
  ])('%s is generated anew, without running code of the service', (text, source) => {
    expect(ask(text)).toEqual({ kind: 'safe', source });
  });

  test.each([
    ['order.total()', /calls a function/],
    ['new Order()', /calls a function/],
    ['rate = 1', /change a variable/],
    ['rate++', /change a variable/],
    ['await order', /no single expression|wait/],
    ['() => order', /makes a function/],
    ['Math.random()', /calls a function/],
    ['price', /price is not in scope there.*order, rate, items, ids are/],
    ['order, rate', /could run code/],
    ['order) + (rate', /could run code|no single/],
    ['order; rate', /no single expression/],
    ['', /no single expression/],
  ])('%j is refused with the reason', (text, reason) => {
    const asked = ask(text);
    if (text === 'order) + (rate') return expect(JSON.stringify(asked)).not.toContain('order)(');
    expect(asked).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
  });

  test('in Python is a piece of source, which its agent computes only as far as it is harmless', () => {
    expect(ask('len(items) + rate', 'python')).toEqual({ kind: 'safe', source: '(len(items) + oldRate)' });
    expect(ask('order["total"]', 'python')).toEqual({ kind: 'safe', source: '(order["total"])' });
    expect(ask('self.lock', 'python')).toMatchObject({ kind: 'safe' });
    expect(ask('open(ids)', 'python')).toMatchObject({ kind: 'refused' });
    expect(ask('order.save()', 'python')).toMatchObject({ kind: 'refused' });
    expect(ask('missing', 'python')).toMatchObject({ kind: 'refused' });
    expect(ask('items\norder', 'python')).toMatchObject({ kind: 'refused' });
  });
});
