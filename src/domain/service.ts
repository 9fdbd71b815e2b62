import * as z from 'zod';
import { jwtSigning, loginRequest } from './credential.ts';
import { replayTiming } from './replay-report.ts';

/**
 * How much one instance may use; install and build steps may have twice as much memory and disk, since two of them run
 * at a time where three instances do. The defaults leave room for three on a runner with 7 GB.
 */
export const serviceLimits = z.strictObject({
  memoryBytes: z
    .int()
    .positive()
    .describe('Memory of all its processes together, shared pages counted once.'),
  processes: z.int().positive().describe('Its processes and their threads, together.'),
  diskBytes: z.int().positive().describe('What it may add below its own folders.'),
  files: z.int().positive().describe('Files and sockets that one of its processes may have open.'),
  logBytes: z.int().positive().describe('What it may print; only the end is kept.'),
});
export type ServiceLimits = z.infer<typeof serviceLimits>;
export const defaultLimits: ServiceLimits = {
  memoryBytes: 2_000_000_000,
  processes: 1024,
  diskBytes: 2_000_000_000,
  files: 8192,
  logBytes: 256_000_000,
};

/**
 * How to install, build and start the service under judgement. In `start`, `env` values and `readyPath`,
 * `{port}` and `{data}` stand for the instance's own port and data folder.
 */
export const serviceDefinition = z.strictObject({
  name: z.string().describe('Shown in reports.'),
  directory: z.string().describe('Folder of the service, from the repository root; `.` for the root.'),
  sources: z
    .array(z.string())
    .readonly()
    .exactOptional()
    .describe(
      'Paths of all that the service is made of, from the root; without it, anything may belong to it.',
    ),
  install: z
    .string()
    .nullable()
    .describe('Shell command that installs dependencies; null when there is nothing to install.'),
  build: z.string().nullable().describe('Shell command that builds; null when sources run as they are.'),
  start: z.string().describe('Shell command that starts the service in the foreground.'),
  portVariable: z.string().describe('Environment variable that tells the service its port.'),
  dataVariable: z.string().describe('Environment variable that tells the service its data folder.'),
  dataSeed: z
    .string()
    .nullable()
    .describe('Folder in the base revision, copied into the data folder before each start.'),
  env: z
    .record(z.string(), z.string())
    .describe('Further environment of the service; nothing else is inherited but the allow-list.'),
  readyPath: z
    .string()
    .nullable()
    .describe('Path that answers below 500 once the service is ready; null: an open port suffices.'),
  readyTimeoutMs: z.int().positive().describe('How long to wait for that.'),
  installTimeoutMs: z.int().positive().describe('How long installing may take.'),
  buildTimeoutMs: z.int().positive().describe('How long building may take.'),
  limits: serviceLimits.describe('How much one instance may use.'),
  assumptions: z
    .array(z.string())
    .readonly()
    .describe('What was found out rather than configured, in words; printed.'),
});
export type ServiceDefinition = z.infer<typeof serviceDefinition>;

/** How to replay. */
export const replaySettings = z.strictObject({
  concurrency: z.int().positive().describe('Reads in flight at the same time, per instance.'),
  timing: replayTiming.describe('Whether requests keep the distances of the recording.'),
  speed: z.number().positive().describe('By what recorded distances are divided.'),
  pauseAfterWriteMs: z
    .int()
    .nonnegative()
    .describe('What is kept of the pause between a write and what follows in its session; 0: nothing.'),
  exchangeTimeoutMs: z.int().positive().describe('Deadline of one exchange.'),
  runTimeoutMs: z.int().positive().describe('Deadline of one run.'),
  credentials: z
    .array(
      z.strictObject({
        recorded: z.string().min(4).describe('The token that stands in the recording for a secret.'),
        replay: z.string().describe('What to send in its place in the shadow; never a production secret.'),
      }),
    )
    .readonly()
    .describe('Secrets that were redacted while recording and that the service checks.'),
  jwt: z.array(jwtSigning).readonly().describe('How JWTs of the recording are signed anew.'),
  login: z.array(loginRequest).readonly().describe('How sessions without a recorded login log in.'),
});
export type ReplaySettings = z.infer<typeof replaySettings>;

/** How to shut in what runs code of the change. */
export const sandboxSettings = z.strictObject({
  level: z
    .enum(['auto', 'user-namespace', 'sudo-namespace', 'container', 'scrubbed-environment'])
    .describe('Highest level to take; `auto`: the highest that this machine can do.'),
  readable: z.array(z.string()).readonly().describe('Further paths of this machine that a service may read.'),
  installNetwork: z
    .enum(['registries', 'none'])
    .describe('Whether install steps may reach the network; build steps and services never do.'),
  containerOptions: z
    .strictObject({
      engine: z.array(z.string()).readonly().describe('Options of docker or podman itself, before `run`.'),
      run: z.array(z.string()).readonly().describe('Options of its `run`.'),
    })
    .describe('What the container engine of this machine needs besides, at the level `container`.'),
});
export type SandboxSettings = z.infer<typeof sandboxSettings>;

/** Of which of several services a part of the evidence tells. */
export const serviceName = z
  .string()
  .optional()
  .describe('The service it belongs to, where the change was gated for several.');
