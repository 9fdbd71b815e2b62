import * as z from 'zod';
import { defaultDeterminism } from '../domain/determinism.ts';
import { defaultLimits, sandboxSettings } from '../domain/service.ts';
import { defaultTelemetry, telemetryMode } from '../domain/telemetry.ts';
import { throwWatch } from '../domain/throw-watch.ts';
import { defaultUpstream } from '../domain/upstream.ts';
import { writtenState } from './written-state.ts';
import {
  add,
  command,
  duration,
  machinePath,
  repositoryPath,
  size,
  timeZone,
  variableName,
  words,
} from './written-values.ts';

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
  'container-options': z
    .strictObject({
      engine: z.array(words).max(50).readonly().default([]),
      run: z.array(words).max(50).readonly().default([]),
    })
    .prefault({}),
});

/** How a service is built and started, and what stands around it in the shadow; the meaning of each is in src/domain/. */
export const service = z.strictObject({
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
  throws: throwWatch.default('watched'),
  upstream: upstream.prefault({}),
  telemetry: telemetryMode.default(defaultTelemetry),
  sandbox: sandbox.prefault({}),
});
