import { describe, expect, test } from '@jest/globals';
import { showProgress } from '../../src/cli/show-progress.ts';
import type { ProgressEvent } from '../../src/domain/progress.ts';

const replayed = (done: number, total: number): ProgressEvent => ({
  kind: 'replayed',
  run: 'observe',
  done,
  total,
});

const events: readonly ProgressEvent[] = [
  { kind: 'stage', name: 'plan', detail: '20 exchanges' },
  { kind: 'stage', name: 'verdict' },
  { kind: 'build', label: 'candidate', step: 'install' },
  { kind: 'instance', role: 'baseline', state: 'starting' },
  { kind: 'instance', role: 'baseline', state: 'ready' },
  { kind: 'note', text: 'A note.' },
  { kind: 'instance', role: 'baseline', state: 'ready' },
  { kind: 'instance', role: 'baseline', state: 'ready' },
  { kind: 'note', text: 'A note.' },
];

describe('in a log', () => {
  test('a line a step, with the time since the start, nothing twice in a row, and a note once', () => {
    expect(shown(events, false)).toBe(
      [
        '  0.0 s  plan: 20 exchanges',
        '  0.1 s  verdict',
        '  0.2 s  candidate: install',
        '  0.4 s  baseline ready',
        '  0.5 s  A note.',
        '  0.6 s  baseline ready',
        '',
      ].join('\n'),
    );
  });

  test('replayed exchanges at every tenth of the way, whatever their number', () => {
    const linesFor = (total: number) => {
      const steps = Array.from({ length: total }, (_, index) => replayed(index + 1, total));
      return shown(steps, false).split('\n').slice(0, -1);
    };
    expect(linesFor(1_000)).toHaveLength(10);
    expect(linesFor(1_007).length).toBeLessThanOrEqual(11);
    expect(linesFor(3)).toHaveLength(3);
    expect(linesFor(1_007).at(-1)).toMatch(/observe run: 1007 of 1007 exchanges$/);
  });
});

test.each([true, false])('what stands in a note commands no terminal (%s)', (isTTY) => {
  let written = '';
  const show = showProgress({ isTTY, write: (text) => (written += text) }, () => 0);
  show({ kind: 'note', text: 'GET /a\u001b[2J\nfake line' });
  expect(written).toContain('GET /a\\u{1b}[2J\\nfake line\n');
});

test('on a terminal one line rewrites itself until the run is through', () => {
  const text = shown([replayed(1, 2), replayed(2, 2), ...events.slice(-1)], true);
  expect(text.split('\n')).toEqual([
    '\r\u001b[2K  0.0 s  observe run: 1 of 2 exchanges\r\u001b[2K  0.1 s  observe run: 2 of 2 exchanges',
    '\r\u001b[2K  0.2 s  A note.',
    '',
  ]);
});

/** What stands on the screen when events come a tenth of a second apart. */
function shown(told: readonly ProgressEvent[], isTTY: boolean): string {
  const written: string[] = [];
  let time = 5_000;
  const onProgress = showProgress({ isTTY, write: (text) => written.push(text) }, () => time);
  for (const event of told) {
    onProgress(event);
    time += 100;
  }
  return written.join('');
}
