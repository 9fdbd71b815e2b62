import type { OnProgress, ProgressEvent } from '../domain/progress.ts';
import { visibleText } from '../report/visible-text.ts';

/** Characters; routes and names out of a recording stand in notes, and a line is a line. */
const longestLine = 500;

type Screen = { readonly isTTY?: boolean; write(text: string): unknown };

/**
 * Live progress on standard error: one line that rewrites itself on a terminal, a line a step in a log, where
 * replayed exchanges are told at every tenth of the way only.
 */
export function showProgress(screen: Screen, now: () => number): OnProgress {
  const startedAt = now();
  const live = screen.isTTY === true;
  const notes = new Set<string>();
  let told = '';
  return (event) => {
    if (event.kind === 'replayed' && !live && !isMilestone(event)) return;
    const text = describe(event);
    if (text === null || text === told || notes.has(text)) return;
    told = text;
    // Both runs of a gate have the same to say.
    if (event.kind === 'note') notes.add(text);
    const shown = visibleText(text, longestLine);
    const seconds = ((now() - startedAt) / 1000).toFixed(1).padStart(5);
    if (!live) screen.write(`${seconds} s  ${shown}\n`);
    else screen.write(`\r\x1b[2K${seconds} s  ${shown}${staysOnScreen(event) ? '\n' : ''}`);
  };
}

function isMilestone(event: Extract<ProgressEvent, { kind: 'replayed' }>): boolean {
  const step = Math.max(1, Math.floor(event.total / 10));
  return event.done === event.total || event.done % step === 0;
}

function staysOnScreen(event: ProgressEvent): boolean {
  return event.kind !== 'replayed' || event.done === event.total;
}

function describe(event: ProgressEvent): string | null {
  switch (event.kind) {
    case 'stage':
      return event.detail ? `${event.name}: ${event.detail}` : event.name;
    case 'build':
      return `${event.label}: ${buildSteps[event.step]}`;
    case 'instance':
      return event.state === 'starting' ? null : `${event.role} ${event.state}`;
    case 'replayed':
      return `${event.run} run: ${event.done} of ${event.total} exchanges`;
    case 'note':
      return event.text;
    default:
      return event satisfies never;
  }
}

const buildSteps = {
  checkout: 'checkout',
  install: 'install',
  cached: 'dependencies from the cache',
  build: 'build',
  'build-cached': 'build from the cache',
  done: 'done',
} as const;
