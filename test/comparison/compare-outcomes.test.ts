import { describe, expect, test } from '@jest/globals';
import { compareOutcomes } from '../../src/comparison/compare-outcomes.ts';
import { createIdentityMask } from '../../src/comparison/values/instance-identity.ts';
import { aFailure, aJson, aResponse, diff, named } from './builders.ts';

describe('two outcomes', () => {
  test('status, headers and body are all told', () => {
    const baseline = aJson({ ok: true }, { headers: [['X-A', '1']] });
    const other = aJson({ ok: false }, { status: 500 });
    expect(named(diff(baseline, other))).toEqual([
      'status-changed status',
      'header-removed header.x-a',
      'value-changed body/ok',
    ]);
  });

  test('the two statuses are shown as numbers', () => {
    const [found] = diff(aResponse({ status: 200 }), aResponse({ status: 404 }));
    expect(found).toMatchObject({
      baseline: { type: 'number', text: '200' },
      candidate: { type: 'number', text: '404' },
    });
  });

  test.each([
    ['a lost response', aResponse(), aFailure('connection-lost'), ['response-missing process']],
    ['a gained response', aFailure('timed-out'), aResponse(), ['response-appeared process']],
    ['the same failure', aFailure('timed-out'), { ...aFailure('timed-out'), detail: 'other words' }, []],
    ['another failure', aFailure('timed-out'), aFailure('connection-lost'), ['value-changed process']],
    ['one that was never asked', aResponse(), aFailure('not-sent'), []],
  ] as const)('%s', (_, baseline, other, expected) => {
    expect(named(diff(baseline, other))).toEqual(expected);
  });

  test("each instance's own port and folder are no difference, anything beside them is", () => {
    const context = {
      method: 'GET',
      identity: createIdentityMask(['4101', '/tmp/b'], ['4102', '/tmp/candidate']),
    };
    const answer = (port: string, folder: string, price: number) =>
      aJson(`{"issuer":"http://127.0.0.1:${port}","port":${port},"at":"${folder}/x.js","price":${price}}`, {
        headers: [['Location', `http://127.0.0.1:${port}/next`]],
      });
    const same = compareOutcomes(answer('4101', '/tmp/b', 1), answer('4102', '/tmp/candidate', 1), context);
    expect(same).toEqual([]);
    const other = compareOutcomes(answer('4101', '/tmp/b', 1), answer('4102', '/tmp/candidate', 2), context);
    expect(named(other)).toEqual(['value-changed body/price']);
  });

  test('a line with a port is no changed line beside one that did change', () => {
    const page = (port: string, word: string) =>
      aResponse({ body: `at localhost:${port}\n${word}`, headers: [['Content-Type', 'text/plain']] });
    const context = { method: 'GET', identity: createIdentityMask(['4101'], ['4102']) };
    const [found] = compareOutcomes(page('4101', 'a'), page('4102', 'b'), context);
    expect(found?.hunks).toEqual(['@@ -2,1 +2,1 @@\n-a\n+b']);
  });
});
