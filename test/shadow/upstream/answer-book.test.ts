import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedCall } from '../../../src/domain/recording.ts';
import { indexCalls, openAnswerBook } from '../../../src/shadow/upstream/answer-book.ts';
import { type CallContent, callFeatures } from '../../../src/shadow/upstream/call-features.ts';
import { aCall, calls as anyCalls } from '../../recording/a-call.ts';
import { shapes } from './a-stand-in.ts';

// covers: call-features.ts
// covers: body-leaves.ts
// covers: score-call.ts
// covers: value-likeness.ts

const json = [['content-type', 'application/json']] as const;

function charge(body: unknown, fields: Partial<RecordedCall> = {}): RecordedCall {
  return aCall({
    method: 'POST',
    url: 'https://pay.example/v1/charges',
    requestHeaders: [...json],
    requestBody: Buffer.from(JSON.stringify(body)),
    ...fields,
  });
}

function asked(call: Pick<RecordedCall, 'method' | 'url' | 'requestHeaders' | 'requestBody'>): CallContent {
  return { method: call.method, url: call.url, headers: call.requestHeaders, body: call.requestBody };
}

function bookOf(recorded: readonly RecordedCall[], sessions: Readonly<Record<string, string>> = {}) {
  const book = openAnswerBook(indexCalls(recorded), { shapes, sessionOf: (id) => sessions[id] ?? '' });
  return (content: CallContent, exchangeId = 'x000001') => {
    const features = callFeatures(content);
    if (features === null) throw new Error('no address');
    return book.find({ exchangeId, features });
  };
}

const idOf = (found: ReturnType<ReturnType<typeof bookOf>>): string | null =>
  found.kind === 'matched' ? found.call.id : null;

describe('laws', () => {
  const usable = anyCalls.map((call) => ({
    ...aCall(),
    requestBody: call.requestBody,
    requestHeaders: [['x-own', '1']] as const,
    id: call.id,
    method: 'POST',
    url: `https://any.example/${encodeURIComponent(call.session)}?q=${encodeURIComponent(call.id)}`,
  }));

  test('a recorded call is answered by itself, exactly', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(usable, { selector: ({ id }) => id, minLength: 1, maxLength: 8 }),
        (recorded) => {
          const find = bookOf(recorded);
          for (const call of recorded) {
            const found = find(asked(call));
            expect(found).toMatchObject({ kind: 'matched', isExact: true, score: 1 });
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('order of members, spacing and order of parameters do not matter', () => {
    const value = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    );
    fc.assert(
      fc.property(value, value, (body, query) => {
        const reversed = Object.fromEntries(Object.entries(body).toReversed());
        const parameters = Object.entries(query).map(([name, one]): [string, string] => [name, String(one)]);
        const url = `https://a.example/x?${new URLSearchParams(parameters)}`;
        const turned = `https://a.example/x?${new URLSearchParams(parameters.toReversed())}`;
        const find = bookOf([charge(body, { url })]);
        const live = asked(
          charge(reversed, { url: turned, requestBody: Buffer.from(JSON.stringify(reversed, null, 2)) }),
        );
        expect(find(live)).toMatchObject({ kind: 'matched', isExact: true });
      }),
      { numRuns: 100 },
    );
  });

  test('a score lies between 0 and 1, and another host never answers', () => {
    fc.assert(
      fc.property(usable, fc.uint8Array({ maxLength: 50 }), (call, body) => {
        const find = bookOf([call]);
        const found = find({ ...asked(call), body });
        if (found.kind === 'matched') expect(found.score).toBeGreaterThan(0);
        if (found.kind === 'matched') expect(found.score).toBeLessThanOrEqual(1);
        expect(find({ ...asked(call), url: call.url.replace('any.', 'other.') }).kind).toBe('missed');
      }),
      { numRuns: 100 },
    );
  });
});

describe('repeats', () => {
  const poll = (id: string, startedAt: number, fields: Partial<RecordedCall> = {}) =>
    aCall({ id, startedAt, ...fields });

  test('come in recorded order, then the last one again', () => {
    const find = bookOf([poll('b', 2), poll('a', 1), poll('c', 3)]);
    expect([1, 2, 3, 4, 5].map(() => idOf(find(asked(aCall()))))).toEqual(['a', 'b', 'c', 'c', 'c']);
  });

  test('of the same exchange come before those of another', () => {
    const find = bookOf([poll('a', 1, { exchangeId: 'x1' }), poll('b', 2, { exchangeId: 'x2' })]);
    expect(idOf(find(asked(aCall()), 'x2'))).toBe('b');
    expect(idOf(find(asked(aCall()), 'x1'))).toBe('a');
  });
});

describe('lifetimes', () => {
  const write = (fields: Partial<RecordedCall>) =>
    charge({ amount: 1 }, { exchangeId: 'x1', session: 's1', ...fields });

  test.each([
    ['exchange', 'x1', 'matched'],
    ['exchange', 'x2', 'missed'],
    ['connection', 'x2', 'matched'],
    ['connection', 'x9', 'missed'],
    ['session', 'x9', 'matched'],
    ['exchange', '', 'matched'],
  ] as const)('%s, asked in %s: %s', (lifetime, exchangeId, kind) => {
    const find = bookOf([write({ lifetime })], { x1: 's1', x2: 's1', x9: 's9' });
    expect(find(asked(write({})), exchangeId).kind).toBe(kind);
  });

  test('what only reads may be answered from another exchange', () => {
    expect(bookOf([aCall({ exchangeId: 'x1', lifetime: 'exchange' })])(asked(aCall()), 'x9').kind).toBe(
      'matched',
    );
  });
});

describe('closeness', () => {
  test('a changed amount is answered, and what differs is known', () => {
    const find = bookOf([charge({ amount: 100, currency: 'EUR' })]);
    const found = find(asked(charge({ amount: 120, currency: 'EUR' })));
    expect(found).toMatchObject({ kind: 'matched', isExact: false, score: 0.9 });
  });

  test('another id of the same form is replaced in the answer', () => {
    const find = bookOf([charge({ order: 'ord_81fa77c2', amount: 1 })]);
    expect(find(asked(charge({ order: 'ord_0a9b8c7d', amount: 1 })))).toMatchObject({
      replacements: [{ recorded: 'ord_81fa77c2', live: 'ord_0a9b8c7d' }],
    });
  });

  test('what was redacted matches anything', () => {
    const find = bookOf([aCall({ url: 'https://maps.example/geo?key=sg_abcdefghijklmnopqrstuv&q=Oslo' })]);
    expect(find(asked(aCall({ url: 'https://maps.example/geo?key=real&q=Oslo' }))).kind).toBe('matched');
    expect(find(asked(aCall({ url: 'https://maps.example/geo?key=real&q=Rome' }))).kind).toBe('missed');
  });

  test.each([
    [
      'another parameter of a read',
      'https://a.example/rates?currency=EUR',
      'https://a.example/rates?currency=USD',
      ['query/currency'],
    ],
    ['another word in the path', 'https://a.example/v1/rates', 'https://a.example/v2/rates', ['path/0']],
    ['one parameter more', 'https://a.example/rates', 'https://a.example/rates?all=1', ['query/all']],
  ])('%s is a miss that says what differs', (_, recorded, live, differs) => {
    const found = bookOf([aCall({ url: recorded })])(asked(aCall({ url: live })));
    expect(found).toMatchObject({ kind: 'missed', closest: { url: recorded }, differs });
  });

  test('another operation of the same endpoint is a miss, however alike', () => {
    const find = bookOf([charge({ query: 'query A { user { name } }', variables: { id: 7 } })]);
    expect(find(asked(charge({ query: 'query B { user { mail } }', variables: { id: 7 } }))).kind).toBe(
      'missed',
    );
  });

  test('an id of another exchange is not taken for one of this', () => {
    const find = bookOf([aCall({ url: 'https://a.example/users/usr_81fa77c2', exchangeId: 'x1' })]);
    const live = asked(aCall({ url: 'https://a.example/users/usr_0a9b8c7d' }));
    expect(find(live, 'x2').kind).toBe('missed');
    expect(find(live, 'x1').kind).toBe('matched');
  });

  test('written by hand without a body, a call matches any body', () => {
    const byHand = aCall({
      method: 'POST',
      url: 'https://a.example/x',
      requestHeaders: [],
      exchangeId: '',
      lifetime: 'session',
    });
    const find = bookOf([byHand]);
    for (const body of ['{"a":1}', 'text', ''])
      expect(
        find({ method: 'POST', url: 'https://a.example/x', headers: [], body: Buffer.from(body) }).kind,
      ).toBe('matched');
  });

  test('forms are matched by field', () => {
    const form = [['content-type', 'application/x-www-form-urlencoded']] as const;
    const of = (text: string) => charge({}, { requestHeaders: [...form], requestBody: Buffer.from(text) });
    const find = bookOf([of('a=1&b=two')]);
    expect(find(asked(of('b=two&a=1')))).toMatchObject({ kind: 'matched', isExact: true });
    expect(find(asked(of('c=3'))).kind).toBe('missed');
  });

  test('an answer that was cut while recording is none', () => {
    expect(indexCalls([aCall({ truncated: 'response' }), aCall({ url: 'not an address' })]).unusable).toBe(2);
  });
});
