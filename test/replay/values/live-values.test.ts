import { describe, expect, test } from '@jest/globals';
import type { Failed, InstanceRole, Responded } from '../../../src/domain/observation.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import { readIssuedValues } from '../../../src/replay/values/issued-values.ts';
import { learnLiveValues } from '../../../src/replay/values/live-values.ts';
import { anExchange } from '../support/an-exchange.ts';

function answer(body: unknown, told: Partial<Responded> = {}): Responded {
  const headers = [['Content-Type', 'application/json']] as const;
  return {
    kind: 'responded',
    status: 200,
    headers,
    body: Buffer.from(JSON.stringify(body)),
    trailers: [],
    durationMs: 1,
    ...told,
  };
}

/** What each instance issued for the first value of the recorded exchange. */
function learned(exchange: Exchange, outcomes: Partial<Record<InstanceRole, Responded | Failed>>) {
  const writes = exchange.method === 'POST';
  const { values: issued } = readIssuedValues(exchange, { producer: 0, session: '', writes });
  const byRole = Object.entries(outcomes) as [InstanceRole, Responded | Failed][];
  learnLiveValues({ status: exchange.status, issued }, new Map(byRole));
  return Object.fromEntries(issued[0]?.live ?? []);
}

const created = anExchange({ method: 'POST', target: '/orders', responseBody: '{"id":17,"lines":17}' });
const listed = anExchange({ target: '/orders', responseBody: '[{"id":1},{"id":2}]' });

describe('what an instance issued in place of a recorded value', () => {
  test('the text at the same place', () => {
    expect(
      learned(created, { baseline: answer({ id: 1, lines: 17 }), candidate: answer({ id: 'a3' }) }),
    ).toEqual({ baseline: '1', candidate: 'a3' });
  });

  test.each<[string, Responded | Failed]>([
    ['no answer', { kind: 'failed', reason: 'timed-out', detail: '', durationMs: 1 }],
    ['another kind of status', answer({ id: 1 }, { status: 500 })],
    ['nothing at that place', answer({ order: { id: 1 } })],
    ['an empty text', answer({ id: '' })],
    ['a text that no header may hold', answer({ id: 'a\nb' })],
  ])('nothing, when there is %s', (_name, outcome) => {
    expect(learned(created, { candidate: outcome })).toEqual({});
  });

  test('a list in another order has the same ids', () => {
    const instance = answer([{ id: 2 }, { id: 1 }]);
    expect(learned(listed, { baseline: answer([{ id: 5 }, { id: 6 }]), candidate: instance })).toEqual({
      baseline: '5',
      candidate: '1',
    });
  });

  test('what the baseline reads like production is no issued value: a candidate that differs there diverges', () => {
    expect(
      learned(listed, {
        baseline: answer([{ id: 1 }, { id: 2 }]),
        candidate: answer([{ id: 8 }, { id: 9 }]),
      }),
    ).toEqual({});
  });

  test('a redirect to another page issued nothing', () => {
    const redirect = (location: string) => answer('', { status: 303, headers: [['Location', location]] });
    const exchange = anExchange({
      method: 'POST',
      status: 303,
      responseHeaders: [['Location', '/orders/17']],
    });
    expect(learned(exchange, { baseline: redirect('/orders/1'), candidate: redirect('/login/1') })).toEqual({
      baseline: '1',
    });
  });
});
