/** What is used of `process`, given by the program that starts. */
export type StartedProcess = Pick<NodeJS.Process, 'argv' | 'execArgv' | 'execPath' | 'platform'> & {
  readonly env: NodeJS.ProcessEnv;
  /** There when another Node program started this one and talks to it. */
  readonly send?: unknown;
  /** Experimental, and not in every Node that Shadowgate runs under. */
  readonly execve?: (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => void;
};

/** Read by the allocator of GNU once, before `main`: nothing that a program does can set them for itself. */
const settings = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072' };
/** Tells the program that the settings are its own, not those of the person who started it. */
const mark = 'SHADOWGATE_RESTARTED';

/**
 * Used by the programs before they load anything. The allocator gives each of a dozen threads a heap of its own, and keeps for itself what a large
 * buffer took: tens of megabytes of which nothing is in use (`npm run bench:memory`). So the process replaces itself once by the same
 * program with the two settings: no second process, the same id, files and signals, for the 40 ms that an empty Node takes to start. What it
 * starts later must not inherit them: a service under judgement runs as it does elsewhere. Returns where that cannot be, and nothing is lost.
 */
export function restartSmall(own: StartedProcess): void {
  if (own.env[mark] !== undefined) {
    for (const name of [mark, ...Object.keys(settings)]) delete own.env[name];
    return;
  }
  if (own.execve === undefined || !mayRestart(own)) return;
  const args = [own.execPath, ...own.execArgv, ...own.argv.slice(1)];
  own.execve(own.execPath, args, { ...own.env, ...settings, [mark]: '1' });
}

/** Not where someone has set the allocator, and not where a channel or an open file would be lost on the way. */
function mayRestart({ platform, env, argv, send }: StartedProcess): boolean {
  if (platform !== 'linux' || send !== undefined) return false;
  if (Object.keys(env).some((name) => /^(MALLOC_|GLIBC_TUNABLES$|LD_PRELOAD$)/.test(name))) return false;
  return !argv.some((argument) => /\/(?:dev|self)\/fd\//.test(argument));
}
