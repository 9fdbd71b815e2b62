import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionInputs } from '../../action/inputs.ts';
import type { Annotation, RunnerOutput } from '../../action/runner-output.ts';
import type { Session } from '../../action/session.ts';
import { connectGitHub } from '../../src/adapters/github.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { writeEvidence } from '../../src/evidence/evidence-files.ts';
import type { GatedChange, GateRequest } from '../../src/gate-change.ts';
import { settingsFrom } from '../../src/preparation/base-config.ts';
import { anEvidence } from './builders.ts';
import type { FakeGitHub } from './fake-github.ts';
import { baseTip, repositoryName, tokens } from './fake-github-scene.ts';

/** What the Action told the runner. */
export type Told = {
  readonly lines: string[];
  readonly warnings: string[];
  readonly annotations: Annotation[];
  readonly outputs: Map<string, string>;
  readonly summaries: string[];
  readonly failures: string[];
};

export type SessionOptions = {
  readonly event?: readonly [name: string, payload: unknown];
  readonly inputs?: Partial<ActionInputs>;
  readonly token?: string;
  /** Revisions that the checkout knows besides full object names. */
  readonly revisions?: Readonly<Record<string, string>>;
  readonly replay?: Session['replay'];
};

/** A session on the fake GitHub, for the length of one test. The replay is one that was made before. */
export async function withSession(
  fake: FakeGitHub,
  options: SessionOptions,
  body: (session: Session, told: Told) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shadowgate-test-action-'));
  try {
    const told = nothingTold();
    await body(await sessionIn(folder, fake, { options, told }), told);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A replay that ends at once with evidence of the asked-for head, under the built-in policy. */
export function replayWith(overrides: Partial<Evidence> = {}) {
  return async (request: GateRequest): Promise<GatedChange> => {
    const { policyInForce: policy } = await settingsFrom(async () => null, undefined, 'test');
    const { sideFiles: _none, ...draft } = anEvidence({
      base: request.base,
      head: request.head,
      policyDigest: policy.digest,
      ...overrides,
    });
    const onFile = await writeEvidence(request.evidenceFolder, draft, {});
    const change = { base: request.base, head: request.head, commits: [], files: [] };
    return { ...onFile, change, policy };
  };
}

async function sessionIn(
  folder: string,
  fake: FakeGitHub,
  { options, told }: { options: SessionOptions; told: Told },
): Promise<Session> {
  const [eventName, event] = options.event ?? ['workflow_dispatch', {}];
  const eventPath = join(folder, 'event.json');
  await writeFile(eventPath, JSON.stringify(event));
  const known = new Map(Object.entries({ 'refs/remotes/origin/main': baseTip, ...options.revisions }));
  return {
    inputs: { ...noInputs, ...options.inputs },
    runner: {
      eventName,
      eventPath,
      repository: repositoryName,
      apiUrl: fake.url,
      workspace: folder,
      temporaryFolder: join(folder, 'temporary'),
      runUrl: `https://github.example/${repositoryName}/actions/runs/1`,
    },
    github: connectGitHub({
      token: options.token ?? tokens.job,
      apiUrl: fake.url,
      repository: repositoryName,
      ports: { now: Date.now, wait: async () => undefined },
    }),
    output: listenTo(told),
    replay: options.replay ?? replayWith(),
    resolve: async (revision) => known.get(revision) ?? (/^[0-9a-f]{40}$/.test(revision) ? revision : null),
  };
}

const noInputs: ActionInputs = {
  mode: 'auto',
  githubToken: tokens.job,
  recording: null,
  config: null,
  pullRequest: null,
  base: null,
  head: null,
  repositoryFolder: '.',
  evidenceFolder: null,
  failOnVerdict: false,
};

function nothingTold(): Told {
  return { lines: [], warnings: [], annotations: [], outputs: new Map(), summaries: [], failures: [] };
}

function listenTo(told: Told): RunnerOutput {
  return {
    log: (text) => void told.lines.push(text),
    warn: (text) => void told.warnings.push(text),
    annotate: (annotation) => void told.annotations.push(annotation),
    setOutput: (name, value) => void told.outputs.set(name, value),
    writeSummary: async (markdown) => void told.summaries.push(markdown),
    fail: (reason) => void told.failures.push(reason),
  };
}
