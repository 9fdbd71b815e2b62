import { describe, expect, test } from '@jest/globals';
import {
  canAgreeByChance,
  findMisfit,
  isOfConstraint,
} from '../../../src/comparison/noise/fit-constraint.ts';
import { learnConstraint } from '../../../src/comparison/noise/value-constraint.ts';
import type { ShownValue } from '../../../src/domain/divergence.ts';
import { shown } from '../builders.ts';

const number = (text: string) => shown(text, 'number');
const time = (seconds: number, zone = 'Z') =>
  shown(new Date(1714557600000 + seconds * 1000).toISOString().replace('Z', zone));
const uuid = (digit: string) => shown(`${digit.repeat(8)}-1111-4111-8111-111111111111`);
const uuidOf = (version: string) => shown(`dfcb364e-95cd-${version}4b8-595d-ecad305dd751`);
const learn = (one: ShownValue, another: ShownValue) => learnConstraint([{ one, another }]);

describe('holding a volatile value to what was learned', () => {
  test.each<[string, ShownValue, ShownValue, ShownValue]>([
    ['another id', uuid('1'), uuid('2'), uuid('3')],
    ['a later time', time(0), time(5), time(20)],
    ['a slow duration', number('2'), number('3'), number('45')],
    ['another short id', shown('3f2a'), shown('91c0'), shown('be42')],
    ['a value the baseline gave too', shown('a'), shown('b c d'), shown('a')],
    ['a larger random number', number('500000'), number('900000'), number('1200000')],
    ['a negative balance where there were some', number('-5'), number('5'), number('-9')],
    ['an id whose version is random, too', uuidOf('f'), uuidOf('b'), uuidOf('3')],
    ['an id of a version that none defines', uuidOf('f'), uuidOf('f'), uuidOf('d')],
    ['another sentence', shown('not here'), shown('it is not over here'), shown('gone it is')],
  ])('%s fits', (_, one, another, candidate) => {
    expect(findMisfit(learn(one, another), { baseline: one, candidate })).toBeNull();
  });

  test.each<[string, ShownValue, ShownValue, ShownValue]>([
    ['an id of another sort', uuid('1'), uuid('2'), shown('17')],
    ['an id of another version', uuid('1'), uuid('2'), shown('11111111-1111-7111-8111-111111111111')],
    ['a time in another format', time(0), time(5), number('1714557600')],
    ['a time in another zone', time(0), time(5), time(0, '+02:00')],
    ['a time of another day', time(0), time(5), time(86_400)],
    ['seconds for milliseconds', number('2000'), number('3000'), number('2')],
    ['a fraction for an integer', number('2'), number('3'), number('2.5')],
    ['a negative duration', number('2'), number('3'), number('-2')],
    ['a shorter token', shown('d41d8cd98f00b204'), shown('e9800998ecf8427e'), shown('d41d8cd9')],
    ['an empty string', shown('3f2a'), shown('91c0'), shown('')],
    ['a state never seen', shown('ACTIVE'), shown('CREATING'), shown('FAILED')],
    ['a far longer text', shown('not here'), shown('it is not over here'), shown('x y '.repeat(90))],
    ['null', uuid('1'), uuid('2'), shown('null', 'null')],
  ])('%s does not', (_, one, another, candidate) => {
    expect(findMisfit(learn(one, another), { baseline: one, candidate })).toEqual(expect.any(String));
  });

  describe('a number that strays a little', () => {
    const scores = Array.from({ length: 10 }, (_, at) => ({
      one: number(String(1 + at / 2 + 0.001)),
      another: number(String(1 + at / 2 + 0.003)),
    }));
    const misfit = (before: string, after: string, pairs = scores) =>
      findMisfit(learnConstraint(pairs), { baseline: number(before), candidate: number(after) });

    test('may stray a little more, and may not be another number of the range', () => {
      expect(misfit('2.0011', '2.0039')).toBeNull();
      expect(misfit('2.0011', '2.1')).toBeNull();
      expect(misfit('2.0011', '4.0022')).toMatch(/strays/);
      expect(misfit('5.0011', '4.0022')).toMatch(/strays/);
    });

    test('is not known to from a few pairs, nor where values stray as far as they range', () => {
      expect(misfit('2.0011', '4.0022', scores.slice(0, 7))).toBeNull();
      const wide = scores.map(({ one }, at) => ({ one, another: number(String((at * 7) % 5)) }));
      expect(misfit('2.0011', '4.0022', wide)).toBeNull();
    });
  });

  test('of a value that is cut, the length counts too', () => {
    const long = (head: string, length: number): ShownValue => ({ ...shown(head), length, digest: head });
    const constraint = learn(long('3f2a91c03f2a', 500), long('91c03f2a91c0', 500));
    expect(
      findMisfit(constraint, { baseline: long('3f2a91c03f2a', 500), candidate: long('aaaa91c03f2a', 500) }),
    ).toBeNull();
    expect(
      findMisfit(constraint, { baseline: long('3f2a91c03f2a', 500), candidate: long('aaaa91c03f2a', 900) }),
    ).not.toBeNull();
  });

  test('a constant that happens to stand there is not of the constraint', () => {
    const constraint = learn(shown('3f2a'), shown('91c0'));
    expect(isOfConstraint(constraint, shown('be42'))).toBe(true);
    expect(isOfConstraint(constraint, shown('slug-7'))).toBe(false);
  });

  test.each<[string, ShownValue, ShownValue, boolean]>([
    ['short durations', number('2'), number('3'), true],
    ['durations in a text', shown('3ms'), shown('2ms'), true],
    ['states', shown('ACTIVE'), shown('CREATING'), true],
    ['flags', shown('true', 'boolean'), shown('false', 'boolean'), true],
    ['times', time(0), time(1), true],
    ['ids', uuid('1'), uuid('2'), false],
    ['tokens', shown('d41d8cd98f00b204'), shown('e9800998ecf8427e'), false],
    ['large random numbers', number('839482'), number('112233'), false],
    ['fine fractions', number('0.8394821'), number('0.1122331'), false],
  ])('%s agree by chance: %s', (_, one, another, expected) => {
    expect(canAgreeByChance(learn(one, another), one)).toBe(expected);
  });
});
