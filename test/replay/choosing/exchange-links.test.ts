import { expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { linkExchanges } from '../../../src/replay/choosing/exchange-links.ts';
import { surveyRecording } from '../../../src/replay/choosing/survey-recording.ts';
import { anExchange, asRecording } from '../support/an-exchange.ts';

async function linksOf(
  exchanges: readonly Exchange[],
  mayBeChosen: (index: number) => boolean = () => true,
): Promise<readonly (readonly number[])[]> {
  const survey = await surveyRecording(asRecording(exchanges));
  const links = await linkExchanges({ survey, exchanges: asRecording(exchanges), mayBeChosen });
  return exchanges.map((_, index) => [...links(index)].sort((a, b) => a - b));
}

const created = anExchange({
  method: 'POST',
  target: '/orders',
  session: 'a',
  status: 201,
  requestBody: '{"item":"kettle"}',
  responseBody: '{"id":"4f0c9f1e-7a34-4f7c-9a43-0f4a2f1f7d11","state":"new"}',
});
const uuid = '4f0c9f1e-7a34-4f7c-9a43-0f4a2f1f7d11';
const other = (parts: Parameters<typeof anExchange>[0]) => anExchange({ session: 'b', ...parts });

test('a value is followed to the write that issued it, into any session and any place', async () => {
  const carriers = [
    other({ target: `/orders/${uuid}` }),
    other({ target: `/search?order=${uuid}` }),
    other({ target: '/pay', method: 'POST', requestBody: `{"order":"${uuid}"}` }),
    other({ target: '/x', requestHeaders: [['x-order', uuid]] }),
  ];
  const links = await linksOf([created, anExchange({ target: '/health' }), ...carriers]);
  expect(links).toEqual([[], [], [0], [0], [0], [0]]);
});

test('a request rests on the writes before it to the one thing that it is about', async () => {
  const links = await linksOf([
    other({ method: 'PUT', target: '/carts/1', requestBody: '{"n":1}' }),
    anExchange({ method: 'PUT', target: '/carts/2', requestBody: '{"n":1}' }),
    anExchange({ method: 'POST', target: '/carts/1/items', requestBody: '{"n":1}' }),
    anExchange({ target: '/carts/1/items?page=2' }),
    anExchange({ target: '/carts/3' }),
  ]);
  expect(links).toEqual([[], [], [0], [2], []]);
});

test('reads that cannot be chosen are not looked into, writes are', async () => {
  const read = anExchange({ target: `/orders/${uuid}` });
  const cancel = anExchange({ target: `/orders/${uuid}/cancel`, method: 'POST' });
  expect(await linksOf([created, read, cancel], () => false)).toEqual([[], [], [0]]);
});

test('what cannot be replayed has no number', async () => {
  const upgrade = anExchange({ status: 101 });
  const read = anExchange({ target: `/orders/${uuid}` });
  const survey = await surveyRecording(asRecording([created, upgrade, read]));
  const exchanges = asRecording([created, upgrade, read]);
  const links = await linkExchanges({ survey, exchanges, mayBeChosen: () => true });
  expect(links(1)).toEqual([0]);
});
