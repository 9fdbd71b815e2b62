import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

export type ActionRun = {
  readonly event: readonly [name: string, payload: unknown];
  readonly apiUrl: string;
  readonly repository: string;
  readonly token: string;
  /** Where the repository is checked out; a folder that is empty when the workflow has no checkout step. */
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
};

export type ActionResult = {
  readonly status: number | null;
  /** Standard output and error, as the log of the job would show them. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly durationMs: number;
  /** RUNNER_TEMP; the caller removes it with `cleanUp`. */
  readonly temporaryFolder: string;
  cleanUp(): Promise<void>;
};

type ActionYaml = {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
};

/**
 * Runs the Action as a runner does: the file that action.yml names, by Node, with the event in a file, the inputs with
 * their defaults in INPUT_ variables, and nothing else in the environment.
 */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const action = parse(await readFile(join(root, 'action.yml'), 'utf8')) as ActionYaml;
  const folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-runner-'));
  const files = {
    event: join(folder, 'event.json'),
    outputs: join(folder, 'outputs'),
    summary: join(folder, 'summary'),
  };
  const temporaryFolder = join(folder, 'temporary');
  await Promise.all([
    mkdir(temporaryFolder),
    writeFile(files.event, JSON.stringify(run.event[1])),
    writeFile(files.outputs, ''),
    writeFile(files.summary, ''),
  ]);
  const environment = {
    ...{
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: temporaryFolder,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
    },
    ...{ GITHUB_EVENT_NAME: run.event[0], GITHUB_EVENT_PATH: files.event, GITHUB_REPOSITORY: run.repository },
    ...{ GITHUB_API_URL: run.apiUrl, GITHUB_SERVER_URL: 'https://github.example', GITHUB_RUN_ID: '42' },
    ...{ GITHUB_WORKSPACE: run.workspace, RUNNER_TEMP: temporaryFolder },
    ...{ GITHUB_OUTPUT: files.outputs, GITHUB_STEP_SUMMARY: files.summary },
    ...inputVariables(action, run),
  };
  const startedAt = performance.now();
  const { status, log } = await runNode(join(root, action.runs.main), run.workspace, environment);
  return {
    status,
    log,
    outputs: parseOutputs(await readFile(files.outputs, 'utf8')),
    summary: await readFile(files.summary, 'utf8'),
    durationMs: performance.now() - startedAt,
    temporaryFolder,
    cleanUp: () => rm(folder, { recursive: true, force: true }),
  };
}

function inputVariables({ inputs }: ActionYaml, run: ActionRun): Record<string, string> {
  const given = run.inputs ?? {};
  const unknown = Object.keys(given).filter((name) => !(name in inputs));
  if (unknown.length > 0) throw new Error(`action.yml knows no input ${unknown.join(', ')}`);
  const entries = Object.entries(inputs).map(([name, { default: otherwise = '' }]) => {
    const value = given[name] ?? otherwise.replace(/^\$\{\{ github\.token \}\}$/, run.token);
    return [`INPUT_${name.toUpperCase()}`, value];
  });
  return Object.fromEntries(entries);
}

function runNode(
  main: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ status: number | null; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    const take = (chunk: Buffer) => {
      log += chunk.toString('utf8');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, log }));
  });
}

/** `name<<mark`, lines, `mark`: the form in which outputs of several lines cannot forge others. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/^(\S+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)];
  return Object.fromEntries(found.map((match) => [match[1] ?? '', match[3] ?? '']));
}
