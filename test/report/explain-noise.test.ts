import { expect, test } from '@jest/globals';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { NoiseReport } from '../../src/domain/noise-report.ts';
import { renderNoise, selectNoise } from '../../src/report/explain-noise.ts';
import { aNoiseReport, anEvidence } from '../support/builders.ts';

const side = (text: string) => ({ type: 'string' as const, text, length: text.length });
const example = (baseline: string, candidate: string): NonNullable<NoiseReport['example']> => ({
  ...{ exchangeId: 'x17', place: 'body/id', baseline: side(baseline), candidate: side(candidate) },
});
const route: Evidence['routes'][number] = {
  ...{ route: 'POST /orders', exchanges: 40, paired: 40, answers: 4, varying: 2, standing: 0 },
  ...{ bound: 0.075, noiseBound: 0.075 },
};
const refused: NoiseReport['refused'][number] = {
  ...{ refusal: 'other-form', reason: 'varies there as uuid 4, but the value is a number', findings: 2 },
  example: example('3f2a', '17'),
};
const evidence = anEvidence({
  noise: [
    aNoiseReport({ learned: 'uuid 4', example: example('3f2a', '91c0'), refused: [refused] }),
    aNoiseReport({ pattern: 'body/items/*/at', findings: 0 }),
  ],
  routes: [route, { ...route, route: 'GET /', varying: 1 }],
});
const render = (filter = {}, shown = evidence) => renderNoise(shown, filter, { colours: false, width: 100 });

test('per place: what was learned, from how much, what it hid, and what it refused', () => {
  expect(render({ route: 'POST /orders', place: 'body.id' }).split('\n')).toEqual([
    'POST /orders',
    '  40 exchanges, 4 answers of the unchanged build to each. 2 places vary. A place that never varied',
    '  in 40 varies in at most 7.5 % of requests (95 %). No difference stands: at most 7.5 % of such',
    '  requests differ (95 %).',
    '  body.id  value changed',
    '      varies as   uuid 4, from 80 answers; differs in 40 of 40 exchanges',
    '      hid         40 differences, such as 3f2a → 91c0 (x17)',
    '      refused     2 differences, another form: varies there as uuid 4, but the value is a number,',
    '                  such as 3f2a → 17 (x17)',
    '',
    'A place keeps to what was learned of it: what breaks that stands. What varies too seldom to be seen',
    'here, or only on another day or machine, is not known.',
  ]);
});

test('filters are exact, and take a place in both ways of writing it', () => {
  const places = (filter: object) => selectNoise(evidence, filter).noise.map(({ pattern }) => pattern);
  expect(places({})).toEqual(['body/id', 'body/items/*/at']);
  expect(places({ place: 'body/items/*/at' })).toEqual(['body/items/*/at']);
  expect(places({ place: 'body.items.*.at' })).toEqual(['body/items/*/at']);
  expect(places({ place: 'body/i' })).toEqual([]);
  expect(places({ route: 'POST /order' })).toEqual([]);
  expect(selectNoise(evidence, { route: 'GET /' }).routes).toHaveLength(1);
});

test('a route where what varies hid nothing says so, with its bound', () => {
  expect(render({ route: 'GET /' })).toMatch(
    /^GET \/\n[\s\S]*1 place varies, and\s+hid nothing\.[\s\S]*at most 7\.5 %[\s\S]*Nothing was excused as noise/,
  );
});

test('few answers, no secondary and differences that stand are said', () => {
  const weak = { ...route, answers: 1, noiseBound: null, bound: null, standing: 3 };
  const text = render({}, anEvidence({ noise: [], routes: [weak] })).replaceAll(/\s+/g, ' ');
  expect(text).toContain('1 answer of the unchanged build to each; fewer than three');
  expect(text).toContain('No secondary answered');
  expect(text).toContain('Differences stand on this route.');
});

test('a name that fits nothing is answered with the names there are', () => {
  expect(render({ route: 'GET /order' })).toBe(
    [
      'No route or place of that name.',
      'Routes: POST /orders, GET /',
      'Places that vary: body.id, body.items.*.at',
    ].join('\n'),
  );
  expect(render({}, anEvidence({ noise: [], routes: [] }))).toMatch(/^Nothing was replayed/);
});

test('values from outside cannot steer the terminal', () => {
  const hostile = aNoiseReport({ example: example('\u001b[2J', '\u202e') });
  const text = render({}, anEvidence({ noise: [hostile], routes: [route] }));
  expect(['\u001b', '\u202e'].filter((each) => text.includes(each))).toEqual([]);
});

test('what is stored stands under its own heading', () => {
  const stored = aNoiseReport({ route: 'state', pattern: 'state/db/orders/*/at' });
  expect(render({}, anEvidence({ noise: [stored], routes: [] }))).toMatch(/^state\n {2}orders\.at {2}/);
});
