import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OnProgress } from '../domain/progress.ts';
import type { Ports } from '../ports.ts';
import { agentPathFrom } from '../preparation/agent-path.ts';
import { handleSignals } from '../shadow/processes/handle-signals.ts';
import { sweepStale } from '../shadow/processes/sweep-stale.ts';
import { createTeardown } from '../shadow/processes/teardown.ts';
import { version } from '../version.ts';
import { showProgress } from './show-progress.ts';

/** What a command returns: the exit code of the process. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs what a command does with everything wired to this process: progress on standard error, Ctrl-C to an orderly
 * end, and the undoing, in reverse, of all that was started, whichever way the command ends.
 */
export async function withPorts(quiet: boolean, command: (ports: Ports) => Promise<ExitCode>): Promise<void> {
  const journalFolder = join(tmpdir(), `shadowgate-journal-${process.getuid?.() ?? 'user'}`);
  await sweepStale(journalFolder);
  const teardown = createTeardown({ journalFolder });
  const release = handleSignals(teardown, process, version);
  const silent: OnProgress = () => undefined;
  try {
    process.exitCode = await command({
      environment: process.env,
      onProgress: quiet ? silent : showProgress(process.stderr, Date.now),
      signal: teardown.signal,
      teardown,
      agentPath: agentPathFrom(import.meta.url),
      version,
      now: () => new Date(),
    });
  } finally {
    await teardown.run();
    release();
  }
}
