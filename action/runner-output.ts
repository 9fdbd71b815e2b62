import * as core from '@actions/core';
import { harmless } from './log-line.ts';

/** A place in the change that is pointed at in the file view of the pull request. */
export type Annotation = {
  readonly title: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** Last line, where it is more than one. */
  readonly endLine?: number;
  /** A warning unless it is a notice. */
  readonly level?: 'warning' | 'notice';
};

/** Everything the Action tells the runner. Only this file knows how; tests listen in its stead. */
export type RunnerOutput = {
  log(text: string): void;
  warn(text: string): void;
  annotate(annotation: Annotation): void;
  setOutput(name: 'verdict' | 'findings' | 'evidence', value: string): void;
  /** Markdown, added to the summary of the step; below 1 MiB, or the runner drops all of it. */
  writeSummary(markdown: string): Promise<void>;
  /** Fails the job with this as the reason. */
  fail(reason: string): void;
};

/** Used by the entry of the Action; the library writes to the files that the runner names in the environment. */
export function openRunnerOutput(): RunnerOutput {
  return {
    log: (text) => core.info(harmless(text)),
    warn: (text) => core.warning(harmless(text)),
    annotate: ({ title, text, file, line, endLine, level }) => {
      const place = { title, file, startLine: line, ...(endLine === undefined ? {} : { endLine }) };
      if (level === 'notice') core.notice(harmless(text), place);
      else core.warning(harmless(text), place);
    },
    setOutput: (name, value) => core.setOutput(name, value),
    writeSummary: async (markdown) => {
      await core.summary.addRaw(markdown, true).write();
    },
    fail: (reason) => core.setFailed(reason),
  };
}
