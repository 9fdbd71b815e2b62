import { stripVTControlCharacters } from 'node:util';

/** How much of a log is kept, in characters: enough for a long stack trace, too little to fill memory. */
const keptCharacters = 64 * 1024;
const shownLineLength = 300;

/** The end of what a process printed. Everything in it is untrusted text. */
export type LogTail = {
  append(text: string): void;
  /** All that is kept, as printed. */
  text(): string;
  /** The last lines, fit to be shown: no control characters, bounded length, no line that a CI runner obeys. */
  lastLines(count: number): readonly string[];
};

/** Collects what an instance or a build step prints, for error texts. Bounded: a service may log for hours. */
export function createLogTail(): LogTail {
  let kept = '';
  let cut = false;
  const whole = () => (cut ? kept.slice(kept.indexOf('\n') + 1) : kept);
  return {
    append(text) {
      cut ||= kept.length + text.length > keptCharacters;
      kept = (kept + text).slice(-keptCharacters);
    },
    text: whole,
    lastLines(count) {
      const lines = whole().split(/\r\n|\n|\r/);
      return lines
        .map(showLine)
        .filter((line) => line.trim() !== '')
        .slice(-count);
    },
  };
}

/** The lines as a block below an error message; the bar keeps a CI runner from reading one as its own command. */
export function quoteLog(log: LogTail, count = 20): string {
  const lines = log.lastLines(count);
  if (lines.length === 0) return '\n  It printed nothing.';
  return `\n  The last ${lines.length} lines of its log:\n${lines.map((line) => `  | ${line}`).join('\n')}`;
}

function showLine(line: string): string {
  const plain = stripVTControlCharacters(line)
    .replaceAll('\t', '  ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .replaceAll('##[', '## [');
  return plain.length > shownLineLength ? `${plain.slice(0, shownLineLength)}…` : plain;
}
