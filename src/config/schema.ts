import * as z from 'zod';
import { severity } from '../domain/divergence.ts';
import { replayTiming } from '../domain/replay-report.ts';
import { severityRule } from '../domain/severity-rule.ts';
import { cost } from './cost-schema.ts';
import { jwtSetting, loginSetting } from './credential-schema.ts';
import { ignore } from './ignore-schema.ts';
import { leaveOut } from './leave-out-schema.ts';
import { policy } from './policy-schema.ts';
import { service } from './service-schema.ts';
import { duration, durationOrAll, durationOrNone, repositoryPath, words } from './written-values.ts';

/**
 * The shape of the settings file, with its keys as they are written (kebab-case) and its defaults. Strict at every
 * level: a key that is not known is a mistake, since a misspelt setting that is passed over opens the gate.
 */

/** Deadline of one run. */
export const runTimeout = duration.prefault('5m');

const replay = z.strictObject({
  concurrency: z.int().min(1).max(256).default(8),
  timing: replayTiming.default('as-fast-as-possible'),
  speed: z.number().min(0.01).max(1000).default(1),
  'pause-after-write': durationOrNone.prefault('50ms'),
  budget: durationOrAll.prefault('90s'),
  'exchange-timeout': duration.prefault('10s'),
  'run-timeout': runTimeout,
  credentials: z
    .array(z.strictObject({ recorded: z.string().min(4).max(500), replay: z.string().max(4000) }))
    .max(100)
    .readonly()
    .default([]),
  jwt: z.array(jwtSetting).max(20).readonly().default([]),
  login: z.array(loginSetting).max(20).readonly().default([]),
  'leave-out': z.array(leaveOut).max(100).readonly().default([]),
});

const compare = z.strictObject({
  ignore: z.array(ignore).max(500).readonly().default([]),
  severity: z.partialRecord(severityRule, severity).default({}),
  cost: cost.prefault({}),
  protobuf: z.array(repositoryPath).max(100).readonly().default([]),
});

/** One of several services: its name tells them apart, and it has a recording of its own. */
const oneOfServices = service.extend({ name: words, recording: repositoryPath });

export const configSchema = z.strictObject({
  version: z.literal(1),
  service: service.prefault({}),
  services: z.array(oneOfServices).min(1).max(50).readonly().exactOptional(),
  recording: repositoryPath.nullable().default(null),
  replay: replay.prefault({}),
  compare: compare.prefault({}),
  policy: policy.prefault({}),
});

/** The settings file as it is written, checked and with defaults. */
export type WrittenConfig = z.infer<typeof configSchema>;
