import { devNull } from 'node:os';
import { GitError, type SimpleGit, simpleGit } from 'simple-git';
import { GateError } from '../errors.ts';

export type GitEnvironment = Readonly<Record<string, string | undefined>>;

/** Variables of git that a single call may set; every other `GIT_…` of the surroundings is kept away from git. */
export type GitVariables = Partial<Record<'GIT_DIR' | 'GIT_WORK_TREE' | 'GIT_INDEX_FILE', string>>;

/** Runs git in one folder. */
export type GitCommand = {
  /** Standard output, decoded as UTF-8. */
  text(commands: readonly string[]): Promise<string>;
  /** The bytes of an object. */
  blob(objectName: string): Promise<Uint8Array>;
  /** The same git, started in another folder and told by variables where repository, worktree and index are. */
  within(folder: string, variables: GitVariables): GitCommand;
};

/** git ran and ended with an exit code other than 0. Callers that expect one look at `exitCode`. */
class GitExit extends GitError {
  readonly exitCode: number;
  readonly commands: readonly string[];

  constructor(exitCode: number, output: string, commands: readonly string[]) {
    super(undefined, output);
    this.exitCode = exitCode;
    this.commands = commands;
  }
}

/**
 * Hooks and the file system monitor are programs that the repository names, and with tools like husky they lie in
 * the tree under judgement: they never run here. The other settings keep git from leaving files in its folder, from
 * mixing foreign output into ours, and from leaving files out of a checkout.
 */
const settings = [
  `core.hooksPath=${devNull}`,
  'core.fsmonitor=false',
  'core.splitIndex=false',
  'core.sparseCheckout=false',
  'core.autocrlf=false',
  'log.showSignature=false',
];

const constants = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '1',
};

const allowed = [...Object.keys(constants), 'GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE'];

/** Used once per repository; the folder must exist. */
export function gitIn(folder: string, environment: GitEnvironment, variables: GitVariables = {}): GitCommand {
  const start = (commands: readonly string[]): SimpleGit =>
    newClient(folder, commands).env({ ...withoutGitVariables(environment), ...constants, ...variables });
  return {
    text: (commands) => reported(start(commands).raw([...commands])),
    blob: (objectName) => {
      const commands = ['blob', objectName];
      return reported<Buffer>(start(['cat-file', ...commands]).binaryCatFile(commands));
    },
    within: (other, otherVariables) => gitIn(other, environment, otherVariables),
  };
}

/** Used where git answers by its exit code: gives that code when it is an expected one, and throws on any other. */
export async function exitCodeOf<T>(pending: Promise<T>, expected: readonly number[]): Promise<T | number> {
  try {
    return await pending;
  } catch (error) {
    const exit = error instanceof GateError ? error.cause : error;
    if (exit instanceof GitExit && expected.includes(exit.exitCode)) return exit.exitCode;
    throw error;
  }
}

function newClient(folder: string, commands: readonly string[]): SimpleGit {
  return simpleGit({
    baseDir: folder,
    config: settings,
    allowEnvironment: allowed,
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true },
    completion: { onClose: true, onExit: false },
    errors: (error, { exitCode, stdErr }) => {
      if (exitCode === 0) return error;
      return new GitExit(exitCode, Buffer.concat(stdErr).toString('utf8').trim(), commands);
    },
  });
}

async function reported<T>(pending: PromiseLike<T>): Promise<T> {
  try {
    return await pending;
  } catch (error) {
    throw toGateError(error);
  }
}

function toGateError(error: unknown): GateError {
  const output = error instanceof Error ? error.message : String(error);
  if (/spawn \S+ ENOENT/.test(output)) {
    return new GateError({
      code: 'git-missing',
      message: 'The program `git` was not found on the PATH.',
      remedy: 'Install git, or add the folder that holds it to PATH.',
      cause: error,
    });
  }
  const command = error instanceof GitExit ? ` ${error.commands[0] ?? ''} (exit code ${error.exitCode})` : '';
  return new GateError({
    code: 'git-failed',
    message: `git${command} failed: ${firstLines(output)}`,
    remedy: remedyFor(output),
    cause: error,
  });
}

function remedyFor(output: string): string {
  if (/dubious ownership/.test(output)) {
    return 'Run `git config --global --add safe.directory <folder of the repository>` as the user that runs Shadowgate.';
  }
  if (/out of diskspace|no space left|unable to write file/i.test(output)) {
    return 'Make sure that the disks of the repository and of TMPDIR have room, then run the same command again.';
  }
  return 'Run the same command by hand in the repository and mend what it reports.';
}

function firstLines(output: string): string {
  const lines = output.split('\n').slice(0, 3).join(' ').trim();
  return lines === '' ? 'it printed no reason.' : lines.slice(0, 500);
}

/** simple-git refuses to start when one of these is set by us, and none of them may steer what we read. */
function withoutGitVariables(environment: GitEnvironment): Record<string, string> {
  const refused = /^(?:GIT_.*|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS)$/i;
  const kept = Object.entries(environment).filter(([name]) => !refused.test(name));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
