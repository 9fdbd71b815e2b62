import type { OnProgress, ProgressEvent } from '../domain/progress.ts';
import { visibleText } from '../report/visible-text.ts';

/** Characters; routes and names out of a recording stand in notes, and a line is a line. */
const longestLine = 500;

type Screen = { readonly isTTY?: boolean; write(text: string): unknown };

/** A person sees no more than ten a second; a log is read afterwards, where a line says that it went on. */
const pauseMs = { live: 100, log: 5_000 } as const;

/**
 * Live progress on standard error: one line that rewrites itself on a terminal, a line a step in a log. Of replayed exchanges the last is always
 * told, and others now and then.
 */
export function showProgress(screen: Screen, now: () => number): OnProgress {
  const startedAt = now();
  const live = screen.isTTY === true;
  const notes = new Set<string>();
  const pause = live ? pauseMs.live : pauseMs.log;
  let [told, toldAt] = ['', startedAt];
  return (event) => {
    const time = now();
    if (isOnTheWay(event) && time - toldAt < pause) return;
    const text = describe(event);
    if (text === null || text === told || notes.has(text)) return;
    [told, toldAt] = [text, time];
    // Both runs of a gate have the same to say.
    if (event.kind === 'note') notes.add(text);
    const seconds = ((time - startedAt) / 1000).toFixed(1).padStart(5);
    const line = `${seconds} s  ${visibleText(text, longestLine)}`;
    screen.write(live ? `\r\x1b[2K${line}${isOnTheWay(event) ? '' : '\n'}` : `${line}\n`);
  };
}

function isOnTheWay(event: ProgressEvent): boolean {
  return event.kind === 'replayed' && event.done < event.total;
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
