import { describe, expect, test } from '@jest/globals';
import { createFidelity } from '../../src/comparison/compare-fidelity.ts';
import type { Failed, Responded } from '../../src/domain/observation.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { aFailure, aJson, anObserved, aResponse, aRun } from './builders.ts';

/** The share for one exchange: 1 when the baseline answers as was recorded. */
function fidelityOf(
  recorded: Responded,
  live: Responded | Failed,
  changes: Partial<Exchange> = {},
): number | null {
  const fidelity = createFidelity();
  const exchange = {
    status: recorded.status,
    responseHeaders: recorded.headers,
    responseBody: recorded.body,
    ...changes,
  };
  fidelity.add(anObserved({ exchange, baseline: live, candidate: live }));
  const { share, compared } = fidelity.result();
  return compared === 0 ? null : share;
}

describe('whether the shadow behaves as production', () => {
  test.each<[string, unknown, unknown, number]>([
    ['the same answer', { a: 1 }, { a: 1 }, 1],
    ['another value', { a: 1 }, { a: 2 }, 0],
    ['a field less', { a: 1, b: 1 }, { a: 1 }, 0],
    ['another type', { a: 1 }, { a: '1' }, 0],
    [
      'another id of the same sort',
      { id: '11111111-1111-4111-8111-111111111111' },
      { id: '21111111-1111-4111-8111-111111111111' },
      1,
    ],
    ['another day', { at: '2024-05-01T10:00:00Z' }, { at: '2026-01-01T10:00:00Z' }, 1],
    ['another address', { url: 'https://shop.test/a' }, { url: 'http://127.0.0.1:4101/a' }, 1],
    ['another path', { url: 'https://shop.test/a' }, { url: 'http://127.0.0.1:4101/b' }, 0],
    ['another id of many digits', { id: '49680461421574025245' }, { id: '49680461423358084861' }, 1],
    ['another phone number', { tel: '441632960961' }, { tel: '441632960962' }, 0],
    ['more rows', [{ a: 1 }], [{ a: 1 }, { a: 2 }], 1],
  ])('%s', (_, recorded, live, share) => {
    expect(fidelityOf(aJson(recorded), aJson(live))).toBe(share);
  });

  test.each([
    ['a line with another day', '<at>2024-05-01T10:00:00.123Z</at>', '<at>2026-01-01T10:00:00.001Z</at>', 1],
    ['a line with another token', '<up>c1c68fa5c28d0ed53c88</up>', '<up>4289ae18f07bc1c68fa5</up>', 1],
    ['a line with another word', '<state>on</state>', '<state>off</state>', 0],
    ['a line more', '<a>1</a>', '<a>1</a>\n<a>2</a>', 0],
  ])('text: %s', (_, recorded, live, share) => {
    const text = (line: string) => aResponse({ body: `<all>\n${line}\n</all>` });
    expect(fidelityOf(text(recorded), text(live))).toBe(share);
  });

  test('status, kind of body and a lost answer count; headers do not', () => {
    expect(fidelityOf(aJson({}), aJson({}, { status: 404 }))).toBe(0);
    expect(fidelityOf(aJson({}), aResponse({ body: 'no' }))).toBe(0);
    expect(fidelityOf(aJson({}), aFailure())).toBe(0);
    expect(
      fidelityOf(
        aJson(
          {},
          {
            headers: [
              ['Via', 'proxy'],
              ['Set-Cookie', 'a=1'],
            ],
          },
        ),
        aJson({}),
      ),
    ).toBe(1);
  });

  test('a claim in a redirect that was redacted may differ, one that was not may not', () => {
    const to = (payload: object) => {
      const token = `eyJhIjoxfQ.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
      return aResponse({ status: 302, headers: [['location', `/cb#id_token=${token}`]] });
    };
    const sub = 'sg_AbCdEfGhIjKlMnOpQrStUv';
    expect(fidelityOf(to({ sub }), to({ sub: 'ann' }))).toBe(1);
    expect(fidelityOf(to({ sub: 'bob' }), to({ sub: 'ann' }))).toBe(0);
  });

  test('values at redacted places may differ, fields may not', () => {
    expect(fidelityOf(aJson({ name: 'tok_1' }), aJson({ name: 'Ada' }), { redacted: true })).toBe(1);
    expect(fidelityOf(aJson({ name: 'tok_1' }), aJson({}), { redacted: true })).toBe(0);
  });

  test.each<[string, Partial<Exchange>]>([
    ['no response', { status: 0 }],
    ['a broken response', { failure: 'reset' }],
    ['a truncated response', { truncated: 'response' }],
  ])('a recording with %s cannot be judged', (_, changes) => {
    expect(fidelityOf(aJson({}), aJson({ a: 1 }), changes)).toBeNull();
  });

  test('nothing judged is a share of 0, never green', () => {
    expect(createFidelity().result()).toEqual({ share: 0, compared: 0, examples: [] });
  });

  test('what varies for the baseline may vary from production, and each exchange is judged once', () => {
    const fidelity = createFidelity();
    const recorded = aJson({ turn: 'red' });
    const exchange = { responseHeaders: recorded.headers, responseBody: recorded.body };
    const answers = {
      exchange,
      baseline: aJson({ turn: 'blue' }),
      secondary: aJson({ turn: 'green' }),
      candidate: aJson({ turn: 'blue' }),
    };
    fidelity.add(anObserved(answers));
    fidelity.add(anObserved(answers));
    expect(fidelity.result()).toMatchObject({ share: 0, compared: 1 });
    expect(fidelity.result().examples).toEqual([
      'x1 GET /things: body/turn red recorded, blue in the shadow',
    ]);
    expect(fidelity.result(aRun(answers))).toEqual({ share: 1, compared: 1, examples: [] });
  });

  test('a path is faithful where the folder of the shadow alone differs', () => {
    const fidelity = createFidelity();
    const recorded = aJson({ source: '/var/lib/mail/a.eml' });
    const live = aJson({ source: '/tmp/run/b/data/a.eml' });
    const exchange = { responseHeaders: recorded.headers, responseBody: recorded.body };
    fidelity.add(anObserved({ exchange, baseline: live, candidate: live }));
    expect(fidelity.result().share).toBe(0);
    expect(fidelity.result(undefined, ['/tmp/other']).share).toBe(0);
    expect(fidelity.result(undefined, ['/tmp/run/b/data', '/tmp/run/b']).share).toBe(1);
  });

  test('an id that the shadow issued in place of the recorded one is faithful', () => {
    const fidelity = createFidelity();
    const recorded = aJson({ id: 'cart-1' });
    const observed = anObserved({
      exchange: { responseHeaders: recorded.headers, responseBody: recorded.body },
      baseline: aJson({ id: 'cart-9' }),
      candidate: aJson({ id: 'cart-9' }),
    });
    const substitutions = [{ place: 'target', recorded: 'cart-1', live: 'cart-9' }];
    fidelity.add({ ...observed, baseline: { ...observed.baseline, substitutions } });
    expect(fidelity.result().share).toBe(1);
  });
});
