import * as z from 'zod';
import { defaultDeterminism } from '../domain/determinism.ts';
import { severity } from '../domain/divergence.ts';
import { isolationLevel } from '../domain/isolation.ts';
import { provenanceVerdict } from '../domain/provenance.ts';
import { defaultLimits, sandboxSettings } from '../domain/service.ts';
import { defaultUpstream } from '../domain/upstream.ts';
import { jwtSetting, loginSetting } from './credential-schema.ts';
import { defaultPolicy } from './default-policy.ts';
import { writtenState } from './written-state.ts';
import {
  add,
  duration,
  glob,
  machinePath,
  repositoryPath,
  share,
  size,
  timeZone,
  variableName,
} from './written-values.ts';

/**
 * The shape of the settings file, with its keys as they are written (kebab-case) and its defaults. Strict at every
 * level: a key that is not known is a mistake, since a misspelt setting that is passed over opens the gate.
 */

const words = z.string().trim().min(1).max(300);
const command = z.string().trim().min(1).max(4000).nullable();
const login = z
  .string()
  .max(100)
  .superRefine((name, context) => {
    if (name.startsWith('@')) add(context, 'a login is written without @', `write ${name.slice(1)}`, name);
    else if (!/^[A-Za-z0-9](?:[A-Za-z0-9-_]*)(?:\[bot\])?$/.test(name)) {
      add(context, 'not a login', 'write the name of an account, such as sara', name);
    }
  });
const team = z
  .string()
  .max(200)
  .superRefine((name, context) => {
    if (!/^[A-Za-z0-9][\w-]*\/[A-Za-z0-9][\w-]*$/.test(name)) {
      add(context, 'not a team', 'write organisation/team, such as acme/seniors', name);
    }
  });

/** Each has its default by itself: naming one leaves the others as they are. */
const limits = z.strictObject({
  memory: size.default(defaultLimits.memoryBytes),
  processes: z.int().min(1).max(100_000).default(defaultLimits.processes),
  disk: size.default(defaultLimits.diskBytes),
  files: z.int().min(64).max(1_000_000).default(defaultLimits.files),
  log: size.default(defaultLimits.logBytes),
});

/** `random: real` and the like switch one thing off; null leaves time zone or locale as the machine has it. */
const determinism = z.strictObject({
  clock: z.enum(['recorded', 'real']).default(defaultDeterminism.clock),
  durations: z.enum(['coarse', 'real']).default(defaultDeterminism.durations),
  random: z.enum(['seeded', 'real']).default(defaultDeterminism.random),
  'time-zone': timeZone.nullable().default(defaultDeterminism.timeZone),
  locale: words.nullable().default(defaultDeterminism.locale),
  'hash-seed': z.enum(['fixed', 'real']).default(defaultDeterminism.hashSeed),
});

const upstream = z.strictObject({
  enabled: z.boolean().default(defaultUpstream.enabled),
  'stand-ins': z.array(repositoryPath).max(100).readonly().default(defaultUpstream.standIns),
  'on-miss': z
    .union([z.literal('fail'), z.int().min(200).max(599)], {
      error: 'expected fail, or a status from 200 to 599',
    })
    .default('fail'),
  latency: z.enum(['recorded', 'none']).default(defaultUpstream.latency),
});

const sandbox = z.strictObject({
  level: sandboxSettings.shape.level.default('auto'),
  readable: z.array(machinePath).max(100).readonly().default([]),
  'install-network': sandboxSettings.shape.installNetwork.default('registries'),
});

const service = z.strictObject({
  name: words.exactOptional(),
  directory: repositoryPath.exactOptional(),
  sources: z.array(repositoryPath).min(1).max(100).readonly().exactOptional(),
  install: command.exactOptional(),
  build: command.exactOptional(),
  start: z.string().trim().min(1).max(4000).exactOptional(),
  'port-variable': variableName.exactOptional(),
  'data-variable': variableName.exactOptional(),
  'data-seed': repositoryPath.nullable().exactOptional(),
  env: z.record(variableName, z.string()).exactOptional(),
  'ready-path': z
    .string()
    .max(2000)
    .superRefine((path, context) => {
      if (!path.startsWith('/'))
        add(context, 'must be a path of the service', 'begin it with /, as in /health', path);
    })
    .nullable()
    .exactOptional(),
  'ready-timeout': duration.exactOptional(),
  'install-timeout': duration.exactOptional(),
  'build-timeout': duration.exactOptional(),
  limits: limits.exactOptional(),
  state: writtenState.prefault([]),
  determinism: determinism.prefault({}),
  upstream: upstream.prefault({}),
  sandbox: sandbox.prefault({}),
});

const replay = z.strictObject({
  concurrency: z.int().min(1).max(256).default(8),
  'exchange-timeout': duration.prefault('10s'),
  'run-timeout': duration.prefault('5m'),
  credentials: z
    .array(z.strictObject({ recorded: z.string().min(4).max(500), replay: z.string().max(4000) }))
    .max(100)
    .readonly()
    .default([]),
  jwt: z.array(jwtSetting).max(20).readonly().default([]),
  login: z.array(loginSetting).max(20).readonly().default([]),
});

const ignore = z.strictObject({
  route: words,
  place: words.superRefine((pattern, context) => {
    if (['*', 'body', 'body/', 'body/*', 'body.', 'body.*'].includes(pattern)) {
      add(context, 'a whole body cannot be ignored', 'name the field, such as body/generatedAt', pattern);
    } else if (
      !/^(status|outbound|error|process|(header\.|body\/|outbound\/).+|state\/[^/]+\/.+)$/.test(pattern)
    ) {
      add(
        context,
        'not a place',
        'write status, header.<name>, body/<path>, such as body/items/*/id, or state/<store>/<table>/*/<column>',
        pattern,
      );
    }
  }),
  reason: words,
  owner: words,
  expires: z.iso.date(),
});

const condition = z.strictObject({
  provenance: z.array(provenanceVerdict).min(1).readonly().optional(),
  findings: z.enum(['counted', 'none']).optional(),
  severity: severity.optional(),
  paths: z.array(glob).min(1).max(200).readonly().optional(),
  routes: z.array(glob).min(1).max(200).readonly().optional(),
});

const requirementWord = z.enum(['none', 'block']);
const requirementCount = z.strictObject({ approvals: z.int().min(1).max(6) });

/** `none`, `block` or `{approvals: 1}`. The shape is chosen first, so that a mistake is told within that shape. */
const requirement = z.unknown().transform((written, context) => {
  const chosen = typeof written === 'object' && written !== null ? requirementCount : requirementWord;
  const parsed = chosen.safeParse(written);
  if (!parsed.success) {
    for (const { message: _, ...issue } of parsed.error.issues) {
      context.issues.push({ ...issue, path: [...issue.path], input: written } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  }
  return typeof parsed.data === 'string'
    ? { kind: parsed.data }
    : { kind: 'approvals' as const, count: parsed.data.approvals };
});

const rule = z.strictObject({ name: words, when: condition, require: requirement });
const names = <Schema extends z.ZodType<string>>(each: Schema) =>
  z.array(each).max(200).readonly().default([]);

const policy = z.strictObject({
  seniors: z
    .strictObject({ users: names(login), teams: names(team), roles: names(words) })
    .default(defaultPolicy.seniors),
  'unknown-provenance': z.enum(['as-unknown', 'as-ai']).default(defaultPolicy.unknownProvenance),
  'minimum-fidelity': share.prefault(defaultPolicy.minimumFidelity),
  'minimum-completeness': share.prefault(defaultPolicy.minimumCompleteness),
  'minimum-exercised': share.prefault(defaultPolicy.minimumExercised),
  'minimum-upstream-match': share.prefault(defaultPolicy.minimumUpstreamMatch),
  'exclude-contributors': z.boolean().default(defaultPolicy.excludeContributors),
  'minimum-isolation': isolationLevel.default(defaultPolicy.minimumIsolation),
  rules: z.array(rule).max(100).readonly().default(defaultPolicy.rules),
});

/** One of several services: its name tells them apart, and it has a recording of its own. */
const oneOfServices = service.extend({ name: words, recording: repositoryPath });

export const configSchema = z.strictObject({
  version: z.literal(1),
  service: service.prefault({}),
  services: z.array(oneOfServices).min(1).max(50).readonly().exactOptional(),
  recording: repositoryPath.nullable().default(null),
  replay: replay.prefault({}),
  compare: z.strictObject({ ignore: z.array(ignore).max(500).readonly().default([]) }).prefault({}),
  policy: policy.prefault({}),
});

/** The settings file as it is written, checked and with defaults. */
export type WrittenConfig = z.infer<typeof configSchema>;
