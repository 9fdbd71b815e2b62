import { diffLines } from 'diff';
import { compareText } from '../../src/comparison/text/compare-text.ts';
import type { Measured } from './bars.ts';
import { createChance } from './documents.ts';
import { compareTimes } from './time-of.ts';

const count = 10_000;
const barMs = 50;
/** The peer takes seconds for more changes. */
const mostForPeer = 1_000;

/** Two texts of 10,000 lines, and one line of 54 KB, in ms; beside them `diffLines` of the package `diff` where it is bearable. */
export function benchText(): readonly Measured[] {
  const chance = createChance(7);
  const word = () => Math.floor(chance() * 1e12).toString(36);
  const line = () => `  <li class="${word()}">${word()} ${word()} ${word()}</li>`;
  const lines = Array.from({ length: count }, line);
  const changed = (changes: number) =>
    lines.map((one, index) => (index % Math.floor(count / changes) === 0 ? line() : one));
  const long = lines.join('').slice(0, 54_000);
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ...[10, 100, mostForPeer, 5_000, count].map(
      (changes) => [`${changes} changed lines`, lines, changed(changes)] as const,
    ),
    ['a line at the head', lines, [line(), ...lines]],
    ['shuffled', lines, lines.toSorted(() => chance() - 0.5)],
    ['one line of 54 KB', [long], [long.replaceAll('a', 'b')]],
  ];
  return cases.flatMap(([name, one, another]) => measure(name, one.join('\n'), another.join('\n')));
}

function measure(name: string, one: string, another: string): readonly Measured[] {
  const [ours = 0] = compareTimes(() => compareText(one, another, false));
  const { hunks } = compareText(one, another, false);
  const isTold = hunks.length > 0 ? 1 : 0;
  const own = { name: `text, ${name} (ms)`, ratio: ours, bar: barMs, found: isTold, expected: 1 };
  const isBearable = /^(10|100|1000) changed|head/.test(name);
  if (!isBearable) return [own];
  const [peer = 0] = compareTimes(() => diffLines(one, another));
  return [own, { name: `  diffLines, ${name} (ms)`, ratio: peer, bar: null, found: 1, expected: null }];
}
