import type { GitHub } from '../src/adapters/github.ts';
import { GateError } from '../src/errors.ts';
import type { RunnerOutput } from './runner-output.ts';

/**
 * Around everything that ends in a status: when the gate itself fails, the status becomes `error`, so that what an
 * earlier run found does not keep the gate open. The failure is passed on; failing to post it hides nothing.
 */
export async function withErrorStatus<T>(
  status: {
    readonly github: GitHub;
    readonly output: RunnerOutput;
    readonly sha: string;
    readonly runUrl: string | null;
  },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await postError(status, error);
    throw error;
  }
}

async function postError(
  { github, output, sha, runUrl }: Parameters<typeof withErrorStatus>[0],
  error: unknown,
): Promise<void> {
  const what = error instanceof GateError ? `${error.code}: ${error.message}` : 'a bug in Shadowgate';
  try {
    await github.postStatus({
      sha,
      state: 'error',
      description: `The gate failed (${what})`,
      ...(runUrl ? { targetUrl: runUrl } : {}),
    });
  } catch (second) {
    const reason = second instanceof GateError ? second.message : String(second);
    output.warn(`The status of ${sha.slice(0, 7)} could not be set to \`error\`: ${reason}`);
  }
}
