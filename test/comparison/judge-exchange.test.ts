import { describe, expect, test } from '@jest/globals';
import { judgeExchange } from '../../src/comparison/judge-exchange.ts';
import { learnNoise } from '../../src/comparison/noise/learn-noise.ts';
import { aJson, aRun, settled } from './builders.ts';

const tagged = (etag: string, value: unknown) => aJson(value, { headers: [['ETag', etag]] });

describe('headers that are computed from the body', () => {
  test('are noise when nothing but noise differs in the body', () => {
    const run = aRun({
      baseline: tagged('"a1"', { id: '3f2a' }),
      secondary: tagged('"a1"', { id: '91c0' }),
      candidate: tagged('"something else"', { id: 'be42' }),
    });
    expect(settled([run])).toEqual(['header-changed header.etag: noise', 'value-changed body/id: noise']);
  });

  test('count with the body when that counts', () => {
    const run = aRun({
      baseline: tagged('"a"', 1),
      secondary: tagged('"a"', 1),
      candidate: tagged('"b"', 2),
    });
    expect(settled([run])).toEqual(['header-changed header.etag', 'value-changed body']);
  });

  test('count alone when the body is equal', () => {
    const run = aRun({
      baseline: tagged('"a"', 1),
      secondary: tagged('"a"', 1),
      candidate: tagged('"b"', 1),
    });
    expect(settled([run])).toEqual(['header-changed header.etag']);
  });

  test('are missed when they are gone, whatever the body does', () => {
    const run = aRun({
      baseline: tagged('"a1"', { id: '3f2a' }),
      secondary: tagged('"a2"', { id: '91c0' }),
      candidate: aJson({ id: 'be42' }),
    });
    expect(settled([run])).toEqual(['header-removed header.etag', 'value-changed body/id: noise']);
  });
});

test('every divergence is judged, with a reason', () => {
  const run = aRun({
    baseline: aJson({ a: 1 }),
    secondary: aJson({ a: 1 }),
    candidate: aJson({ b: 1 }, { status: 500 }),
  });
  const [exchange] = run.exchanges;
  const judged = exchange === undefined ? [] : judgeExchange(exchange, learnNoise([run]), new Map());
  expect(judged).toHaveLength(3);
  expect(judged.every(({ excuse }) => excuse.kind === 'stands' && excuse.reason !== '')).toBe(true);
});
