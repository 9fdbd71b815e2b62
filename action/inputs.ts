import * as z from 'zod';
import { GateError } from '../src/errors.ts';

const modes = ['auto', 'gate', 'replay', 'verdict'] as const;
export type Mode = (typeof modes)[number];

/** What the workflow asks for; null where it leaves the choice to us. */
export type ActionInputs = {
  readonly mode: Mode;
  readonly githubToken: string;
  readonly recording: string | null;
  readonly config: string | null;
  readonly pullRequest: number | null;
  readonly base: string | null;
  readonly head: string | null;
  readonly repositoryFolder: string;
  readonly evidenceFolder: string | null;
  readonly failOnVerdict: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

const text = z.string().trim();
const optionalText = text.transform((value) => (value === '' ? null : value));

/** Keys are the inputs as action.yml names them. */
const inputs = z.strictObject({
  mode: z.enum(modes),
  'github-token': text.min(1, 'a token is needed'),
  recording: optionalText,
  config: optionalText,
  'pull-request': text
    .regex(/^([1-9]\d{0,9})?$/, 'must be the number of a pull request')
    .transform((value) => (value === '' ? null : Number(value))),
  base: optionalText,
  head: optionalText,
  'repository-folder': text.min(1, 'a folder is needed, `.` for the workspace'),
  'evidence-folder': optionalText,
  'fail-on-verdict': z.enum(['true', 'false']).transform((value) => value === 'true'),
});
export const inputNames = Object.keys(inputs.shape) as readonly (keyof typeof inputs.shape)[];

/**
 * Used first thing in the Action. Defaults are those of action.yml: the runner passes them in, so an input that is
 * missing altogether means that the Action was not started by one. All problems are told at once.
 */
export function readInputs(environment: Environment): ActionInputs {
  const given = Object.fromEntries(inputNames.map((name) => [name, environment[variableOf(name)]]));
  const parsed = inputs.safeParse(given);
  if (!parsed.success) throw badInputs(parsed.error.issues, given);
  const values = parsed.data;
  return {
    mode: values.mode,
    githubToken: values['github-token'],
    recording: values.recording,
    config: values.config,
    pullRequest: values['pull-request'],
    base: values.base,
    head: values.head,
    repositoryFolder: values['repository-folder'],
    evidenceFolder: values['evidence-folder'],
    failOnVerdict: values['fail-on-verdict'],
  };
}

/** As the runner names it: upper case, blanks to underscores, hyphens kept. */
export function variableOf(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`;
}

function badInputs(issues: readonly z.core.$ZodIssue[], given: Readonly<Record<string, unknown>>): GateError {
  const problems = issues.map(({ path, message }) => {
    const name = String(path[0]);
    const value = given[name];
    return value === undefined
      ? `input \`${name}\` is not set`
      : `input \`${name}\`: ${message}${shown(name, value)}`;
  });
  return new GateError({
    code: 'bad-usage',
    message: `The Action cannot run: ${problems.join('; ')}.`,
    remedy: 'Correct `with:` in the workflow.',
  });
}

function shown(name: string, value: unknown): string {
  return name === 'github-token' ? '' : `, got ${JSON.stringify(value)}`;
}
