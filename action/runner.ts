import { join } from 'node:path';
import * as z from 'zod';
import { GateError } from '../src/errors.ts';

/** What a runner tells through the environment, beside the inputs. */
export type Runner = {
  readonly eventName: string;
  readonly eventPath: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly apiUrl: string;
  readonly workspace: string;
  readonly temporaryFolder: string;
  /** Page of this run, to which statuses lead; null outside of a real run. */
  readonly runUrl: string | null;
};

const variables = z.object({
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_EVENT_PATH: z.string().min(1),
  GITHUB_REPOSITORY: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  GITHUB_API_URL: z.url({ protocol: /^https?$/ }),
  GITHUB_WORKSPACE: z.string().min(1),
  RUNNER_TEMP: z.string().min(1).optional(),
  GITHUB_SERVER_URL: z.url({ protocol: /^https?$/ }).optional(),
  GITHUB_RUN_ID: z.string().regex(/^\d+$/).optional(),
});

/** Used at the start. Outside of a runner nothing is guessed: the command line is there for that. */
export function readRunner(environment: Readonly<Record<string, string | undefined>>): Runner {
  const parsed = variables.safeParse(environment);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
    throw new GateError({
      code: 'bad-usage',
      message: `This is not a GitHub Actions runner: ${names.join(', ')} is not set or cannot be used.`,
      remedy: 'Use the command `shadowgate gate` outside of GitHub Actions.',
    });
  }
  const { GITHUB_SERVER_URL: server, GITHUB_RUN_ID: run, ...found } = parsed.data;
  return {
    eventName: found.GITHUB_EVENT_NAME,
    eventPath: found.GITHUB_EVENT_PATH,
    repository: found.GITHUB_REPOSITORY,
    apiUrl: found.GITHUB_API_URL,
    workspace: found.GITHUB_WORKSPACE,
    temporaryFolder: found.RUNNER_TEMP ?? join(found.GITHUB_WORKSPACE, '.shadowgate'),
    runUrl: server && run ? `${server}/${found.GITHUB_REPOSITORY}/actions/runs/${run}` : null,
  };
}
