import { describe, expect, test } from '@jest/globals';
import { learnNoise } from '../../../src/comparison/noise/learn-noise.ts';
import { describeConstraint } from '../../../src/comparison/noise/value-constraint.ts';
import { createRunComparison } from '../../../src/comparison/run-comparison.ts';
import { aJson, anObserved, aResponse, aRun } from '../builders.ts';

const route = 'GET /things';

describe('what the baseline taught', () => {
  test('is kept by route and pattern, with how often it varied', () => {
    const answer = (id: string, ids: readonly [string, string]) => ({
      id,
      baseline: aJson([{ id: ids[0] }]),
      secondary: aJson([{ id: ids[1] }]),
      candidate: aJson([]),
    });
    const noise = learnNoise([aRun(answer('x1', ['3f2a', '91c0']), answer('x2', ['aa11', 'aa11']))]);
    const place = noise.atPlace(route, 'body/*/id');
    expect(place).toMatchObject({ varied: 1, compared: 2 });
    expect(place?.constraint && describeConstraint(place.constraint)).toBe('hex of 4');
    expect(noise.atPlace('GET /others', 'body/*/id')).toBeNull();
    expect(noise.ofExchange('x1').isVolatile({ place: 'body/0/id', pattern: 'body/*/id' })).toBe(true);
    expect(noise.ofExchange('x2').isVolatile({ place: 'body/0/id', pattern: 'body/*/id' })).toBe(false);
  });

  test('of a header holds on every route', () => {
    const answer = (value: string) => aResponse({ headers: [['X-Cost', value]] });
    const noise = learnNoise([
      aRun({ baseline: answer('3ms'), secondary: answer('4ms'), candidate: answer('3ms') }),
    ]);
    expect(noise.atPlace('GET /others', 'header.x-cost')).not.toBeNull();
  });

  test('presence alone teaches no values', () => {
    const noise = learnNoise([
      aRun({ baseline: aJson({ a: 1 }), secondary: aJson({}), candidate: aJson({ a: 1 }) }),
    ]);
    expect(noise.atPlace(route, 'body/a')).toMatchObject({ constraint: null });
    expect(noise.ofExchange('x1').isVolatile({ place: 'body/a', pattern: 'body/a' })).toBe(false);
  });

  test('the baseline of two runs is one more pair, or a constant', () => {
    const answers = (expires: number) => ({
      baseline: aJson({ expires, limit: 1 }),
      secondary: aJson({ expires, limit: 1 }),
      candidate: aJson({ expires: expires + 1, limit: 2 }),
    });
    const noise = learnNoise([aRun(answers(1714557600)), aRun(answers(1714557700))]);
    const { isVolatile, repeated } = noise.ofExchange('x1');
    expect(isVolatile({ place: 'body/expires', pattern: 'body/expires' })).toBe(true);
    expect([...repeated]).toEqual(['body/limit']);
  });

  test('what each run sent and got back is no variation', () => {
    const run = (live: string) => {
      const answer = aJson({ id: live });
      const observed = anObserved({
        baseline: answer,
        secondary: answer,
        candidate: aJson({ id: 'b6c3f1d2' }),
      });
      const substitutions = [{ place: 'target', recorded: '0a1b2c3d', live }];
      const comparison = createRunComparison({});
      comparison.add({ ...observed, baseline: { ...observed.baseline, substitutions } });
      return comparison.result();
    };
    const noise = learnNoise([run('3f2a91c0'), run('91c03f2a')]);
    expect(noise.ofExchange('x1').isVolatile({ place: 'body/id', pattern: 'body/id' })).toBe(false);
  });

  test('where the list was cut the whole pattern is volatile', () => {
    const list = (salt: number) =>
      aJson(Array.from({ length: 200 }, (_, index) => ({ n: index, at: index * salt + salt })));
    const noise = learnNoise([aRun({ baseline: list(3), secondary: list(5), candidate: list(3) })]);
    expect(noise.ofExchange('x1').isVolatile({ place: 'body/199/at', pattern: 'body/*/at' })).toBe(true);
  });

  test('changed lines teach line by line', () => {
    const page = (ms: number) =>
      aResponse({ body: `<p>hi</p>\n<i>${ms} ms</i>`, headers: [['Content-Type', 'text/plain']] });
    const noise = learnNoise([aRun({ baseline: page(3), secondary: page(4), candidate: page(3) })]);
    const constraint = noise.atPlace(route, 'body')?.constraint;
    expect(constraint && describeConstraint(constraint)).toBe('text with digits of 1 to 2');
  });
});
