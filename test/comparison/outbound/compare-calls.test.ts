import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareCalls } from '../../../src/comparison/outbound/compare-calls.ts';
import { nameCallChange } from '../../../src/comparison/outbound/name-call-change.ts';
import { createIdentityMask } from '../../../src/comparison/values/instance-identity.ts';
import type { OutboundCall } from '../../../src/domain/upstream.ts';

// covers: call-place.ts
// covers: pair-calls.ts
// covers: name-call-change.ts

const nobody = createIdentityMask([], []);

function aCall(fields: Partial<OutboundCall> & { readonly json?: unknown } = {}): OutboundCall {
  const { json, ...rest } = fields;
  const body = json === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(json));
  return {
    ...{ exchangeId: 'x1', tie: 'tag', sequence: 0, method: 'GET', url: 'https://a.example/v1/rates' },
    ...{
      contentType: json === undefined ? '' : 'application/json',
      contentEncoding: '',
      idempotencyKey: '',
      body,
      bodyLength: body.length,
    },
    bodyDigest: createHash('sha256').update(body).digest('hex'),
    answer: { kind: 'matched', callId: 'c1', isExact: true, score: 1 },
    ...rest,
  };
}

const charge = (amount: number, fields: Partial<OutboundCall> = {}) =>
  aCall({ method: 'POST', url: 'https://pay.example/charges', json: { amount, currency: 'EUR' }, ...fields });

function found(
  before: readonly OutboundCall[],
  after: readonly OutboundCall[],
  mask = nobody,
): readonly string[] {
  const { divergences } = compareCalls(before, after, mask);
  return [...divergences].flatMap(([id, list]) =>
    list.map(nameCallChange).map(({ kind, place }) => `${id} ${kind} ${place}`),
  );
}

const calls = fc
  .array(
    fc
      .record({
        exchangeId: fc.constantFrom('x1', 'x2', ''),
        tie: fc.constantFrom('tag', 'window'),
        method: fc.constantFrom('GET', 'POST'),
        url: fc.constantFrom('https://a.example/1', 'https://a.example/b?c=1', 'http://b.example/'),
        json: fc.oneof(fc.integer(), fc.string()),
      } as const)
      .map((fields) => aCall(fields as Partial<OutboundCall>)),
    { maxLength: 12 },
  )
  .map((list) => list.map((call, sequence) => ({ ...call, sequence })));

test('calls never diverge from themselves', () => {
  fc.assert(fc.property(calls, (list) => expect(found(list, list)).toEqual([])));
});

test('with sides swapped, what was added is removed', () => {
  const sort = (list: readonly string[], kind: string) => list.filter((one) => one.includes(kind)).length;
  fc.assert(
    fc.property(calls, calls, (one, other) => {
      const [there, back] = [found(one, other), found(other, one)];
      expect(sort(there, 'call-added')).toBe(sort(back, 'call-removed'));
      expect(sort(there, 'call-removed')).toBe(sort(back, 'call-added'));
    }),
  );
});

describe('what differs', () => {
  test.each<[string, readonly OutboundCall[], readonly OutboundCall[], readonly string[]]>([
    [
      'a value in the body',
      [charge(1)],
      [charge(2)],
      ['x1 outbound-call-changed outbound/POST pay.example/charges/body/amount'],
    ],
    [
      'a parameter',
      [aCall({ url: 'https://a.example/r?page=1' })],
      [aCall({ url: 'https://a.example/r?page=2&all=1' })],
      [
        'x1 outbound-call-changed outbound/GET a.example/r/query/page',
        'x1 outbound-call-changed outbound/GET a.example/r/query/all',
      ],
    ],
    [
      'an id in the path',
      [aCall({ url: 'https://a.example/users/17' })],
      [aCall({ url: 'https://a.example/users/18' })],
      ['x1 outbound-call-changed outbound/GET a.example/users/17/path/1'],
    ],
    [
      'one call more',
      [charge(1)],
      [charge(1), charge(1)],
      ['x1 outbound-call-added outbound/POST pay.example/charges'],
    ],
    [
      'the key by which a call made again is known',
      [charge(1, { idempotencyKey: 'k1' }), charge(1, { idempotencyKey: 'k1', sequence: 1 })],
      [charge(1, { idempotencyKey: 'k1' }), charge(1, { idempotencyKey: 'k2', sequence: 1 })],
      ['x1 outbound-call-changed outbound/POST pay.example/charges/header.idempotency-key'],
    ],
    [
      'a call that can no longer be made again',
      [charge(1, { idempotencyKey: 'k1' })],
      [charge(1)],
      ['x1 outbound-call-changed outbound/POST pay.example/charges/header.idempotency-key'],
    ],
    ['one call less', [aCall()], [], ['x1 outbound-call-removed outbound/GET a.example/v1/rates']],
  ])('%s', (_, before, after, expected) => {
    expect(found(before, after)).toEqual(expected);
  });

  test('the order of members is nothing', () => {
    const one = aCall({ json: { a: 1, b: 2 } });
    const other = aCall({ json: { b: 2, a: 1 } });
    expect(found([one], [other])).toEqual([]);
  });

  test('an address of the instance itself is the same on both sides', () => {
    const hook = (port: number) => aCall({ json: { callback: `http://127.0.0.1:${port}/paid` } });
    expect(found([hook(4001)], [hook(4002)], createIdentityMask(['4001'], ['4002']))).toEqual([]);
  });

  test('equal calls are paired before others of their address', () => {
    expect(found([charge(1), charge(2)], [charge(2), charge(3)])).toEqual([
      'x1 outbound-call-changed outbound/POST pay.example/charges/body/amount',
    ]);
  });

  test('writes in another order are one finding, reads are none', () => {
    const writes = [charge(1, { sequence: 0 }), charge(2, { sequence: 1 })];
    const turned = [charge(2, { sequence: 0 }), charge(1, { sequence: 1 })];
    expect(found(writes, turned)).toEqual(['x1 outbound-call-changed outbound/POST pay.example/charges']);
    const reads = [aCall({ sequence: 0 }), aCall({ sequence: 1, url: 'https://a.example/b' })];
    const other = [aCall({ sequence: 1 }), aCall({ sequence: 0, url: 'https://a.example/b' })];
    expect(compareCalls(reads, other, nobody)).toEqual({ divergences: new Map([['x1', []]]), reordered: 1 });
  });

  test('a call that came a little later is the same where its exchange is not certain', () => {
    const early = charge(1, { tie: 'window', exchangeId: 'x1' });
    const late = charge(1, { tie: 'window', exchangeId: 'x2' });
    expect(found([early], [late])).toEqual([]);
    expect(found([charge(1, { exchangeId: 'x1' })], [charge(1, { exchangeId: 'x2' })])).toHaveLength(2);
  });

  test('bodies too large to keep are told apart by their digests', () => {
    const large = (digest: string) => charge(1, { bodyLength: 1e6, bodyDigest: digest });
    expect(found([large('aa')], [large('bb')])).toEqual([
      'x1 outbound-call-changed outbound/POST pay.example/charges/body',
    ]);
  });

  test('a new call that is not recorded names the closest one, without its parameters', () => {
    const answer = {
      kind: 'missed',
      closest: 'GET https://a.example/v1?key=secret',
      differs: ['path/0'],
    } as const;
    const [list] = compareCalls([], [aCall({ answer })], nobody).divergences.values();
    expect(list?.[0]?.note).toBe(
      'not recorded, so it got no answer; the closest recorded call is GET https://a.example/v1, which differs in path/0',
    );
  });
});
