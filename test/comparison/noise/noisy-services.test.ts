/** Over services that vary in many ways at once: noise is never counted, and never lets a change pass. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ComparedRun } from '../../../src/comparison/compared-run.ts';
import { settleFindings } from '../../../src/comparison/settle-findings.ts';
import { aJson, aRun } from '../builders.ts';

/** Draws of one instance in one run for one request: the same seed draws the same. */
type Draw = (name: string) => number;
type Record = { readonly [member: string]: unknown };
/** A field that varies, made from what the request decides and from what the instance draws. */
type Noisy = (request: number, draw: Draw) => unknown;

const word = (text: string): string => createHash('sha256').update(text).digest('hex');
const drawOf =
  (seed: string): Draw =>
  (name) =>
    Number.parseInt(word(`${seed} ${name}`).slice(0, 8), 16) / 2 ** 32;
const token = (draw: Draw, name: string, length: number) => word(String(draw(name))).slice(0, length);
const uuid = (draw: Draw) => {
  const digits = token(draw, 'uuid', 32);
  const [a, b, c, d] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(13, 16), digits.slice(17, 20)];
  return `${a}-${b}-4${c}-a${d}-${digits.slice(20)}`;
};
const start = Date.UTC(2026, 10, 22, 12);

const noisy: { readonly [name: string]: Noisy } = {
  id: (_, draw) => uuid(draw),
  at: (request, draw) => new Date(start + request * 1000 + Math.floor(draw('at') * 900)).toISOString(),
  token: (_, draw) => token(draw, 'token', 24),
  tookMs: (_, draw) => Math.ceil(draw('took') * 30),
  score: (request, draw) => Number(((request % 10) * 7 + draw('score') / 10).toFixed(4)),
  tags: (_, draw) => ['a', 'b', 'c', 'd'].toSorted((one, other) => draw(one) - draw(other)),
  cache: (_, draw) => (draw('cache') < 0.5 ? 'HIT' : 'MISS'),
};
const fields = Object.keys(noisy);

/** What the request alone decides. */
const steady = (request: number): Record => ({
  name: `n${request}`,
  price: 100 + request * 3,
  isOpen: request % 2 === 0,
  items: [1, 2, 3].map((at) => ({ sku: `s${request}-${at}`, count: at })),
});

const exchanges = 14;
type Change = (answer: Record) => Record;

function runOf(seed: number, run: string, names: readonly string[], change: Change): ComparedRun {
  const answer = (instance: string, request: number): Record => {
    const draw = drawOf(`${seed} ${run} ${instance} ${request}`);
    const own = Object.fromEntries(names.map((name) => [name, noisy[name]?.(request, draw)]));
    return { ...steady(request), ...own };
  };
  return aRun(
    ...Array.from({ length: exchanges }, (_, request) => ({
      id: `x${request}`,
      baseline: aJson(answer('baseline', request)),
      secondary: aJson(answer('secondary', request)),
      candidate: aJson(change(answer('candidate', request))),
    })),
  );
}

const standing = (seed: number, names: readonly string[], change: Change) => {
  const runs = ['observe', 'explain'].map((run) => runOf(seed, run, names, change));
  const { findings } = settleFindings({ runs, extraDivergences: [], ignores: [], today: '2026-11-22' });
  return findings
    .filter(({ disposition }) => disposition.kind === 'counted')
    .map(({ divergence }) => divergence.pattern);
};

// Statistics err at most once in a hundred places by design: the seeds are fixed, so that they err here never.
const service = fc.tuple(fc.nat(), fc.subarray(fields, { minLength: 1 }));

test('noise is never counted', () => {
  fc.assert(
    fc.property(service, ([seed, names]) => {
      expect(standing(seed, names, (answer) => answer)).toEqual([]);
    }),
    { numRuns: 25, seed: 4 },
  );
});

/** A change to what never varies, which no noise beside it may hide. */
const toSteady: readonly (readonly [string, Change])[] = [
  ['body/price', (answer) => ({ ...answer, price: Number(answer['price']) + 1 })],
  ['body/isOpen', (answer) => ({ ...answer, isOpen: answer['isOpen'] === false })],
  ['body/name', ({ name: _, ...answer }) => answer],
  ['body/items/*', (answer) => ({ ...answer, items: (answer['items'] as readonly unknown[]).slice(1) })],
];
/** A change to what varies, out of its form. */
const toNoisy: { readonly [name: string]: Change } = {
  id: (answer) => ({ ...answer, id: String(answer['id']).replaceAll('-', '') }),
  at: (answer) => ({ ...answer, at: Date.parse(String(answer['at'])) }),
  token: (answer) => ({ ...answer, token: String(answer['token']).slice(1) }),
  tookMs: (answer) => ({ ...answer, tookMs: Number(answer['tookMs']) / 1000 }),
  score: (answer) => ({ ...answer, score: Number(answer['score']) + 9 }),
  tags: (answer) => ({ ...answer, tags: (answer['tags'] as readonly unknown[]).slice(1) }),
  cache: (answer) => ({ ...answer, cache: 'miss' }),
};

test('no pass is caused by noise: a change beside it counts, at its place and nowhere else', () => {
  fc.assert(
    fc.property(service, fc.constantFrom(...toSteady), ([seed, names], [place, change]) => {
      expect(new Set(standing(seed, names, change))).toEqual(new Set([place]));
    }),
    { numRuns: 20, seed: 8 },
  );
});

test('no pass is caused by noise: a value that leaves its form counts', () => {
  fc.assert(
    fc.property(service, fc.nat(), ([seed, names], at) => {
      const name = names[at % names.length] ?? '';
      const found = standing(seed, names, toNoisy[name] ?? ((answer) => answer));
      expect(found.some((place) => place.startsWith(`body/${name}`))).toBe(true);
    }),
    { numRuns: 25, seed: 6 },
  );
});
