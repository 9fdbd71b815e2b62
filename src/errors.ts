/**
 * The one error class of Shadowgate, its closed list of codes, and the exit codes of the command line.
 * Every code has a heading in docs/errors.md; a test compares the two lists.
 * A failure to answer of a service under replay is data (`Failed`), never one of these.
 */

export const errorCodes = [
  // usage and configuration
  'bad-usage',
  'config-invalid',
  'config-unreadable',
  // git and the change
  'git-missing',
  'not-a-repository',
  'revision-unknown',
  'shallow-clone',
  'dirty-worktree',
  'git-failed',
  // recordings
  'recording-unreadable',
  'recording-not-recognised',
  'recording-too-new',
  'recording-empty',
  'recording-damaged',
  'recording-write-failed',
  'import-failed',
  'stand-ins-invalid',
  // the shadow environment
  'service-unknown',
  'install-failed',
  'build-failed',
  'instance-not-ready',
  'instance-died',
  'limit-exceeded',
  'stand-in-lost',
  'port-taken',
  'folder-not-writable',
  'source-unusable',
  'state-unavailable',
  'teardown-failed',
  'replay-key-unusable',
  // evidence and publishing
  'evidence-unreadable',
  'evidence-altered',
  'evidence-missing',
  'github-failed',
  'event-unusable',
  // ended from outside
  'interrupted',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** 0: passed. 1: not passed (awaiting approval, or blocked). 2: could not decide, or bad usage. */
export const exitCodes = { passed: 0, notPassed: 1, undecided: 2 } as const;

type GateErrorDetails = {
  readonly code: ErrorCode;
  /** What failed, with the value seen. One or two sentences; values from traffic only when redacted. */
  readonly message: string;
  /** What to do about it: one imperative sentence. */
  readonly remedy: string;
  readonly cause?: unknown;
};

/** An expected failure, told to the user as message and remedy. Anything else that is thrown is our bug. */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor({ code, message, remedy, cause }: GateErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}

/**
 * The text a person sees when a command ends in an error: message and remedy, or a stack when it is our bug. Names of
 * files and branches stand in it as they are, so whatever commands a terminal is taken out.
 */
export function describeError(error: unknown, version: string): string {
  return textOf(error, version).replaceAll(/[^\P{Cc}\n]/gu, ' ');
}

function textOf(error: unknown, version: string): string {
  if (error instanceof GateError) return `error ${error.code}: ${error.message}\n  → ${error.remedy}`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `internal error (shadowgate ${version}): ${stack}\n  → This is a bug in Shadowgate: report it with the lines above.`;
}
