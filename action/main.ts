import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openRepository } from '../src/adapters/git.ts';
import { connectGitHub } from '../src/adapters/github.ts';
import { describeError, GateError } from '../src/errors.ts';
import { gateChange } from '../src/gate-change.ts';
import type { Ports } from '../src/ports.ts';
import { agentPathFrom } from '../src/preparation/agent-path.ts';
import { handleSignals } from '../src/shadow/processes/handle-signals.ts';
import { sweepStale } from '../src/shadow/processes/sweep-stale.ts';
import { createTeardown } from '../src/shadow/processes/teardown.ts';
import { version } from '../src/version.ts';
import { readInputs } from './inputs.ts';
import { inLines, logProgress } from './log-line.ts';
import { runAction } from './run-action.ts';
import { readRunner } from './runner.ts';
import { openRunnerOutput, type RunnerOutput } from './runner-output.ts';

/** What the Action does. Everything is wired to this process here; this is where a failure ends. */
const output = openRunnerOutput();
const journalFolder = join(tmpdir(), `shadowgate-journal-${process.getuid?.() ?? 'user'}`);
const teardown = createTeardown({ journalFolder });
const release = handleSignals(
  teardown,
  {
    on: (event, listener) => process.on(event, listener),
    off: (event, listener) => process.off(event, listener),
    exit: (code) => process.exit(code),
    stderr: { write: inLines(output.log) },
  },
  version,
);
try {
  await sweepStale(journalFolder);
  await main();
} catch (error) {
  output.fail(describeError(error, version));
} finally {
  await teardown.run().catch((error: unknown) => output.fail(describeError(error, version)));
  release();
}

async function main(): Promise<void> {
  const inputs = readInputs(process.env);
  const runner = readRunner(process.env);
  const ports = portsOf(output);
  const repositoryFolder = resolve(runner.workspace, inputs.repositoryFolder);
  const { apiUrl, repository } = runner;
  await runAction({
    inputs,
    runner,
    output,
    github: connectGitHub({ token: inputs.githubToken, apiUrl, repository }),
    replay: (request) => gateChange(request, ports),
    resolve: (revision) => resolveIn(repositoryFolder, revision),
  });
}

function portsOf({ log }: RunnerOutput): Ports {
  return {
    environment: process.env,
    onProgress: logProgress(log),
    signal: teardown.signal,
    teardown,
    agentPath: agentPathFrom(import.meta.url),
    version,
    now: () => new Date(),
  };
}

async function resolveIn(folder: string, revision: string): Promise<string | null> {
  const repository = await openRepository(folder);
  try {
    return await repository.resolve(revision);
  } catch (error) {
    if (error instanceof GateError && error.code === 'revision-unknown') return null;
    throw error;
  }
}
