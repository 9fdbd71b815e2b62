import { expect, test } from '@jest/globals';
import { createCollector, isCut, mostOfOneSort } from '../../src/comparison/divergence-collector.ts';
import { aDivergence, shown } from './builders.ts';

test('many of one sort are cut, and the last one kept says how many', () => {
  const collector = createCollector();
  for (let index = 0; index < mostOfOneSort + 7; index += 1) {
    collector.add(aDivergence('value-changed', `body/${index}/name`, { pattern: 'body/*/name' }));
  }
  const kept = collector.result();
  expect(kept).toHaveLength(mostOfOneSort);
  expect(kept.at(-1)?.note).toContain('7 more of this sort');
  expect(kept.filter(isCut)).toHaveLength(1);
});

test('a thousand changed times do not crowd out the one that became a word', () => {
  const collector = createCollector();
  const time = shown('2024-05-01T10:00:00.000Z');
  const changed = (index: number, candidate = shown('2024-05-01T10:00:00.001Z')) =>
    aDivergence('value-changed', `body/${index}/at`, { pattern: 'body/*/at', baseline: time, candidate });
  for (let index = 0; index < 1000; index += 1) collector.add(changed(index));
  collector.add(changed(1000, shown('yesterday')));
  expect(collector.result().at(-1)?.candidate?.text).toBe('yesterday');
});

test('the number of sorts is bounded as well', () => {
  const collector = createCollector();
  for (let index = 0; index < 5000; index += 1) collector.add(aDivergence('field-added', `body/k${index}`));
  const kept = collector.result();
  expect(kept.length).toBeLessThan(600);
  expect(kept.some(isCut)).toBe(true);
});
