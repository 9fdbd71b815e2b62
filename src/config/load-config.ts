import type { JwtSigning } from '../domain/credential.ts';
import type { DeterminismSettings } from '../domain/determinism.ts';
import type { LeaveOutRule, Policy } from '../domain/policy.ts';
import type { ReplaySettings, SandboxSettings, ServiceDefinition, ServiceLimits } from '../domain/service.ts';
import type { StateSource } from '../domain/state-source.ts';
import type { TelemetryMode } from '../domain/telemetry.ts';
import type { ThrowWatch } from '../domain/throw-watch.ts';
import { defaultUpstream, type UpstreamSettings } from '../domain/upstream.ts';
import { GateError } from '../errors.ts';
import { type CamelCased, camelCaseKeys } from './camel-case-keys.ts';
import { crossFieldProblems } from './cross-field-rules.ts';
import { knownKeys } from './known-keys.ts';
import { type ParsedYaml, parseYaml } from './parse-yaml.ts';
import { type ConfigProblem, problemsOf } from './problem-text.ts';
import { configSchema, type WrittenConfig } from './schema.ts';

/** What is settled of a service by itself, whether it is the only one or one of several. */
type OfService = Pick<
  ShadowgateConfig,
  'service' | 'state' | 'determinism' | 'throws' | 'upstream' | 'telemetry' | 'sandbox'
>;

/** One of several services. */
export type ServiceSettings = OfService & { readonly name: string; readonly recording: string };

/** Everything a repository can settle about its gate. What it leaves out has its default already. */
export type ShadowgateConfig = {
  /** What is known of the service; the rest is found out from its sources. */
  readonly service: Partial<Omit<ServiceDefinition, 'assumptions'>>;
  /** Where the service keeps state besides its data folder. */
  readonly state: readonly StateSource[];
  /** What is held still in the instances. */
  readonly determinism: DeterminismSettings;
  /** Whether every throw is seen, also of what is caught. */
  readonly throws: ThrowWatch;
  /** How outbound calls are answered. */
  readonly upstream: UpstreamSettings;
  /** Whether spans of the service are received. */
  readonly telemetry: TelemetryMode;
  readonly sandbox: SandboxSettings;
  readonly replay: ReplaySettings;
  /** What one run may take to replay, in milliseconds; what does not fit is chosen from. 0: everything is replayed. */
  readonly replayBudgetMs: number;
  /** Recorded requests that are not replayed, each with who answers for that. */
  readonly leaveOut: readonly LeaveOutRule[];
  /** Where a change is gated for several services: each by name, instead of `service` and `recording`. */
  readonly services: readonly ServiceSettings[];
  /** Path of the recording inside the base revision; null when none is named. */
  readonly recording: string | null;
  /** Paths of protobuf descriptors inside the base revision, by which gRPC messages are read. */
  readonly protobuf: readonly string[];
  readonly policy: Policy;
};

/** More than this many problems are counted rather than listed. */
const listedAtMost = 40;

/**
 * Reads the settings file as the base revision has it. All problems are told at once, each as
 * `file:line:column path: problem, got value, what to do`; none of them ever turns into a default.
 */
export function loadConfig(text: string, fileName: string): ShadowgateConfig {
  const yaml = parseYaml(text, fileName);
  const told = yaml.problems.map(({ line, column, problem }) => ({ line, column, text: problem }));
  const { config, problems } = yaml.data === undefined ? nothingRead() : checked(yaml);
  const all = [...told, ...problems.map((problem) => placed(problem, yaml))];
  if (all.length === 0 && config !== null) return toSettings(config);
  throw invalid(fileName, all);
}

type WrittenLimits = NonNullable<WrittenConfig['service']['limits']>;
type Checked = { readonly config: WrittenConfig | null; readonly problems: readonly ConfigProblem[] };
type PlacedText = { readonly line: number; readonly column: number; readonly text: string };

function nothingRead(): Checked {
  return { config: null, problems: [] };
}

function checked({ data }: ParsedYaml): Checked {
  const parsed = configSchema.safeParse(data ?? {});
  const problems = parsed.success
    ? []
    : problemsOf(parsed.error.issues, {
        valueAt: (path) => valueAt(data, path),
        keysAt: (path) => knownKeys(configSchema, path),
      });
  return { config: parsed.data ?? null, problems: [...problems, ...crossFieldProblems(data)] };
}

function toSettings(written: WrittenConfig): ShadowgateConfig {
  const { service, services = [], replay, recording, compare, policy } = camelCaseKeys(written);
  return {
    ...toService(service),
    services: services.map(({ recording: own, ...each }) => ({
      ...toService(each),
      name: each.name,
      recording: own,
    })),
    replay: {
      concurrency: replay.concurrency,
      timing: replay.timing,
      speed: replay.speed,
      pauseAfterWriteMs: replay.pauseAfterWrite,
      exchangeTimeoutMs: replay.exchangeTimeout,
      runTimeoutMs: replay.runTimeout,
      credentials: replay.credentials,
      jwt: written.replay.jwt.map(toSigning),
      login: written.replay.login,
    },
    // Who grants a run less than the default budget grants the replay no more.
    replayBudgetMs: Math.min(replay.budget, replay.runTimeout),
    leaveOut: replay.leaveOut,
    recording,
    protobuf: compare.protobuf,
    policy: {
      ...policy,
      ignores: compare.ignore.map(({ place, ...ignore }) => ({ ...ignore, pattern: place })),
      // Names of rules are no keys of ours.
      severities: written.compare.severity,
      cost: compare.cost,
    },
  };
}

/** The schema has seen to it that one of the three is there. Names of headers and claims are no keys of ours. */
function toSigning(written: WrittenConfig['replay']['jwt'][number]): JwtSigning {
  const { key, 'key-file': path, 'key-variable': name, ...rest } = written;
  if (path !== undefined) return { ...rest, key: { kind: 'file', path } };
  if (name !== undefined) return { ...rest, key: { kind: 'variable', name } };
  return { ...rest, key: { kind: 'text', text: key ?? '' } };
}

/** What stands under `service`, or in an entry of `services`. */
function toService(written: CamelCased<WrittenConfig['service']>): OfService {
  const { state, determinism, throws, upstream, telemetry, sandbox, ...definition } = written;
  const { onMiss, ...answering } = upstream;
  const missStatus = onMiss === 'fail' ? defaultUpstream.missStatus : onMiss;
  return {
    service: toDefinition(definition),
    state,
    determinism,
    throws,
    upstream: { ...answering, missStatus },
    telemetry,
    sandbox,
  };
}

function toDefinition(
  written: Omit<
    CamelCased<WrittenConfig['service']>,
    'state' | 'determinism' | 'throws' | 'upstream' | 'telemetry' | 'sandbox'
  >,
): ShadowgateConfig['service'] {
  const { readyTimeout, installTimeout, buildTimeout, limits, ...rest } = written;
  return {
    ...rest,
    ...(readyTimeout === undefined ? {} : { readyTimeoutMs: readyTimeout }),
    ...(installTimeout === undefined ? {} : { installTimeoutMs: installTimeout }),
    ...(buildTimeout === undefined ? {} : { buildTimeoutMs: buildTimeout }),
    ...(limits === undefined ? {} : { limits: toLimits(limits) }),
  };
}

function toLimits({ memory, disk, log, ...counts }: CamelCased<WrittenLimits>): ServiceLimits {
  return { ...counts, memoryBytes: memory, diskBytes: disk, logBytes: log };
}

function placed({ path, at, problem, remedy }: ConfigProblem, yaml: ParsedYaml): PlacedText {
  const where = path.length === 0 ? 'the file' : pathText(path);
  const got = gotText(valueAt(yaml.data, path), isSecret(path));
  return { ...yaml.locate(path, at), text: `${where}: ${problem}, got ${got}, ${remedy}` };
}

function invalid(fileName: string, problems: readonly PlacedText[]): GateError {
  const ordered = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const lines = ordered
    .slice(0, listedAtMost)
    .map(({ line, column, text }) => `${fileName}:${line}:${column} ${text}`);
  const more = ordered.length - lines.length;
  const count = ordered.length === 1 ? '1 problem' : `${ordered.length} problems`;
  return new GateError({
    code: 'config-invalid',
    message: [`${count} in the settings:`, ...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join(
      '\n  ',
    ),
    remedy: `Correct ${ordered.length === 1 ? 'this' : 'these'} in ${fileName} on the base branch, from where it is read.`,
  });
}

function pathText(path: readonly (string | number)[]): string {
  const text = path.map((step, index) =>
    typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`,
  );
  return cut(text.join('').replaceAll(/\p{Cc}/gu, '?'), 120);
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Values that are given to the service may be secrets, if only of the shadow, and are never repeated. */
function isSecret(path: readonly (string | number)[]): boolean {
  const [section, name, ofEntry] = path;
  if (section === 'replay') return ['credentials', 'jwt', 'login'].includes(String(name));
  const setting = section === 'services' ? ofEntry : name;
  return (section === 'service' || section === 'services') && (setting === 'env' || setting === 'state');
}

function gotText(value: unknown, secret: boolean): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a section';
  if (secret) return `a ${typeof value} (not shown)`;
  return cut(JSON.stringify(value) ?? String(value), 40);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
