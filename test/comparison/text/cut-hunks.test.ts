import { expect, test } from '@jest/globals';
import { cutHunks } from '../../../src/comparison/text/cut-hunks.ts';
import { aDivergence } from '../builders.ts';

const hunkOf = (at: number, lines: number) =>
  [
    `@@ -${at},${lines} +${at},${lines} @@`,
    ...Array.from({ length: lines }, (_, line) => `-a${at + line}`),
    ...Array.from({ length: lines }, (_, line) => `+b${at + line}`),
  ].join('\n');
const text = (...hunks: readonly string[]) => aDivergence('text-changed', 'body', { hunks });
const linesOf = (hunks: readonly string[] = []) => hunks.flatMap((hunk) => hunk.split('\n').slice(1));

test('what a reader can take in stays as it is', () => {
  const short = text(hunkOf(1, 30), hunkOf(90, 30));
  expect(cutHunks(short)).toBe(short);
  const value = aDivergence('value-changed', 'body/a');
  expect(cutHunks(value)).toBe(value);
});

test('of more, both sides of the first are shown, and how many are not', () => {
  const { hunks, note } = cutHunks(text(hunkOf(1, 30), hunkOf(90, 200), hunkOf(900, 5)));
  const lines = linesOf(hunks);
  expect(lines).toHaveLength(120);
  expect(lines.filter((line) => line.startsWith('+'))).toHaveLength(60);
  expect(hunks?.map((hunk) => hunk.split('\n', 1)[0])).toEqual([
    '@@ -1,30 +1,30 @@',
    '@@ -90,200 +90,200 @@',
  ]);
  expect(note).toBe('the list of changed lines was cut, 350 are not shown');
});

test('what was noted already is kept', () => {
  const noted = { ...text(hunkOf(1, 100)), note: 'compared as text: not JSON' };
  expect(cutHunks(noted).note).toMatch(/^compared as text: not JSON; the list of changed lines was cut/);
});
