import type { OnProgress, ProgressEvent } from '../src/domain/progress.ts';

/**
 * Used for every line that goes to the log of the job. The runner obeys lines that look like its commands, and paths,
 * routes and branch names come from strangers: one line, no `::` at its start, no `##[` anywhere.
 */
export function harmless(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/^(\s*)::/, '$1: :')
    .replaceAll('##[', '## [');
}

/** For text of several lines, such as a stack: each goes to the log by itself, and so none is a command of the runner. */
export function inLines(log: (line: string) => void): (text: string) => void {
  return (text) => {
    for (const line of text.split('\n')) if (line.trim() !== '') log(line);
  };
}

/** A log is read afterwards, so a step is one line, and replayed exchanges are told at every quarter of the way. */
export function logProgress(log: (text: string) => void): OnProgress {
  return (event) => {
    const text = textOf(event);
    if (text !== null) log(text);
  };
}

function textOf(event: ProgressEvent): string | null {
  switch (event.kind) {
    case 'stage':
      return event.detail ? `${event.name}: ${event.detail}` : event.name;
    case 'build':
      return `${event.label}: ${event.step}`;
    case 'instance':
      return `${event.role} ${event.state}`;
    case 'replayed':
      return isQuarter(event) ? `${event.run} run: ${event.done} of ${event.total} exchanges` : null;
    case 'note':
      return event.text;
    default:
      return event satisfies never;
  }
}

function isQuarter({ done, total }: { readonly done: number; readonly total: number }): boolean {
  return done === total || done % Math.max(1, Math.ceil(total / 4)) === 0;
}
