// covers: broken-relations.ts
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createRunComparison } from '../../src/comparison/run-comparison.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { replayPlan } from '../../src/replay/replay-plan.ts';
import { anExchange } from '../replay/support/an-exchange.ts';
import { type Answer, answerJson, startLoggingServer } from '../replay/support/logging-server.ts';
import { requestTo } from '../replay/support/three-instances.ts';

/** What is wrong with a candidate; `nothing` for one that does as the baseline. */
type Fault =
  | 'nothing'
  | 'one id for two orders'
  | 'the id of another in a list'
  | 'the id of another in a read'
  | 'another id when it is read again';

/** Gives the nth id of an instance. */
type Ids = (nth: number) => string | number;

const cleanUps: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A service over orders, each with the id that it was given when it was made. */
function orders(ids: Ids, fault: Fault): Answer {
  const made: { readonly id: string | number; readonly sku: string }[] = [];
  const other = (index: number) => made[(index + 1) % made.length]?.id ?? 0;
  const find = (id: string | undefined) => made.findIndex((order) => String(order.id) === id);
  return ({ method, url = '' }, body, response) => {
    if (method === 'POST') {
      const nth = fault === 'one id for two orders' ? Math.min(made.length, 1) : made.length;
      const order = { id: ids(nth), sku: (JSON.parse(body) as { sku: string }).sku };
      made.push(order);
      return answerJson(response, 201, order);
    }
    if (url === '/orders') {
      const listed = made.map((order, index) => ({
        ...order,
        id: fault === 'the id of another in a list' && index === 1 ? other(index) : order.id,
      }));
      return answerJson(response, 200, { orders: listed });
    }
    const index = find(url.split('/')[2]);
    const order = made[index];
    if (order === undefined) return answerJson(response, 404, {});
    const isWrong = fault === 'the id of another in a read';
    const isNew = fault === 'another id when it is read again';
    return answerJson(response, 200, {
      ...order,
      id: isWrong ? other(index) : isNew ? ids(100 + index) : order.id,
    });
  };
}

/** The ids of one instance, once drawn always the same. */
function drawn(draw: () => string | number): Ids {
  const ids = new Map<number, string | number>();
  return (nth) => {
    if (!ids.has(nth)) ids.set(nth, draw());
    return ids.get(nth) ?? 0;
  };
}

const ulid = () => {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return `01J${[...randomBytes(23)].map((byte) => letters[byte % 32]).join('')}`;
};
const kinds: Readonly<Record<string, () => Ids>> = {
  uuid: () => drawn(randomUUID),
  ulid: () => drawn(ulid),
  hash: () => drawn(() => createHash('sha1').update(randomBytes(8)).digest('hex')),
  'a sequence with gaps': () => {
    let last = 10_000 + randomBytes(2).readUInt16BE(0);
    return drawn(() => {
      last += 1 + ((randomBytes(1)[0] ?? 0) % 5);
      return last;
    });
  },
};

/** Three orders are made, each is read, all are listed, each is read once more. */
function recordedVisit(ids: Ids): readonly Exchange[] {
  const order = (nth: number) => ({ id: ids(nth), sku: `sku${nth}` });
  const all = [0, 1, 2, 3];
  const json = (value: unknown) => JSON.stringify(value);
  return [
    ...all.map((nth) =>
      anExchange({
        ...{ session: 's', method: 'POST', target: '/orders', status: 201 },
        ...{ requestBody: json({ sku: `sku${nth}` }), responseBody: json(order(nth)) },
      }),
    ),
    ...[...all, ...all].map((nth) =>
      anExchange({ session: 's', target: `/orders/${ids(nth)}`, responseBody: json(order(nth)) }),
    ),
    anExchange({ session: 's', target: '/orders', responseBody: json({ orders: all.map(order) }) }),
  ];
}

/** Baseline and candidate have the same ids where they share a seed, and each its own where they do not. */
async function suspectsOf(makeIds: () => Ids, fault: Fault, shared: boolean): Promise<readonly string[]> {
  const ofBaseline = makeIds();
  const services = [
    orders(ofBaseline, 'nothing'),
    orders(makeIds(), 'nothing'),
    orders(shared ? ofBaseline : makeIds(), fault),
  ];
  const servers = await Promise.all(services.map((service) => startLoggingServer(service)));
  cleanUps.push(...servers.map(({ stop }) => stop));
  const comparison = createRunComparison({});
  const request = await requestTo(servers, recordedVisit(makeIds()));
  for await (const observed of replayPlan(request)) comparison.add(observed);
  return comparison.result().suspects;
}

const faults: readonly Fault[] = [
  'one id for two orders',
  'the id of another in a list',
  'the id of another in a read',
  'another id when it is read again',
];

describe.each(Object.entries(kinds))('ids that are each a %s', (_kind, makeIds) => {
  describe.each([true, false])('drawn from a shared seed: %s', (shared) => {
    test.each(faults)('a broken bijection is found: %s', async (fault) => {
      expect(await suspectsOf(makeIds, fault, shared)).not.toEqual([]);
    });

    test('no false alarm', async () => {
      expect(await suspectsOf(makeIds, 'nothing', shared)).toEqual([]);
    });
  });
});
