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

  test('of replayed exchanges the last, and one in five seconds on the way', () => {
    const linesFor = (total: number) => {
      const steps = Array.from({ length: total }, (_, index) => replayed(index + 1, total));
      return shown(steps, false).split('\n').slice(0, -1);
    };
    expect(linesFor(12)).toEqual(['  1.1 s  observe run: 12 of 12 exchanges']);
    expect(linesFor(101)).toEqual([
      '  5.0 s  observe run: 51 of 101 exchanges',
      ' 10.0 s  observe run: 101 of 101 exchanges',
    ]);
  });
});

test.each([true, false])('what stands in a note commands no terminal (%s)', (isTTY) => {
  let written = '';
  const show = showProgress({ isTTY, write: (text) => (written += text) }, () => 0);
  show({ kind: 'note', text: 'GET /a\u001b[2J\nfake line' });
  expect(written).toContain('GET /a\\u{1b}[2J\\nfake line\n');
});

test('on a terminal one line rewrites itself until the run is through, ten times a second at most', () => {
  const text = shown([replayed(1, 2), replayed(2, 2), ...events.slice(-1)], true);
  expect(text.split('\n')).toEqual([
    '\r\u001b[2K  0.1 s  observe run: 2 of 2 exchanges',
    '\r\u001b[2K  0.2 s  A note.',
    '',
  ]);
  const steps = [{ kind: 'stage', name: 'plan' } as const, replayed(1, 3), replayed(2, 3), replayed(3, 3)];
  expect(shown(steps, true, 60).split('\r\u001b[2K').slice(1)).toEqual([
    '  0.0 s  plan\n',
    '  0.1 s  observe run: 2 of 3 exchanges',
    '  0.2 s  observe run: 3 of 3 exchanges\n',
  ]);
});

/** What stands on the screen when events come a tenth of a second apart. */
function shown(told: readonly ProgressEvent[], isTTY: boolean, apartMs = 100): string {
  const written: string[] = [];
  let time = 5_000;
  const onProgress = showProgress({ isTTY, write: (text) => written.push(text) }, () => time);
  for (const event of told) {
    onProgress(event);
    time += apartMs;
  }
  return written.join('');
}
