import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { AgentDeterminism, DeterminismSettings, InstanceDeterminism } from '../../domain/determinism.ts';
import type { InstanceRole, RunKind } from '../../domain/observation.ts';
import type { ServiceDefinition } from '../../domain/service.ts';
import type { Companion } from './companion.ts';
import { faketimeVariables } from './find-faketime.ts';

/**
 * How far the clock of the secondary runs ahead of the recorded one. What moves with it is a time, and is learned as one.
 *
 * It has to be more than a few seconds, so that times written in whole seconds move as well; and not a divisor of a minute, so that
 * windows of a minute do not fall together. It has to be small, because a recorded token that ends within the shift after its use
 * would have ended in the secondary alone: of tokens good for five minutes that is one use in forty, of tokens good for an hour one
 * in five hundred. And it has to run ahead, not behind: tokens are used right after they were issued far more often than right before
 * they end, and one from the future is refused. It stays below the ten minutes within which two moments count as close.
 */
export const secondaryShiftMs = 7_123;

export type SteadyRunRequest = {
  readonly settings: DeterminismSettings;
  /** Digest of the recording: the same recording always gives the same chance. */
  readonly recordingDigest: string;
  readonly run: RunKind;
  /** Number of a run that is made several times. */
  readonly attempt?: number;
  /** When production got the first exchange of the plan, in ms since 1970. */
  readonly startsAt: number | null;
  /** The library of `findFaketime`, when it is there. */
  readonly faketime: string | null;
};

/** What must be known of a service to choose what holds it still. */
export type StartedService = Pick<ServiceDefinition, 'start' | 'env'>;

/** What holds the instances of one run still: the agent in services of Node and Python, the environment in all. */
export type SteadyRun = {
  /** For the plan of the agent; null when it shall hold nothing. */
  forAgent(role: InstanceRole): AgentDeterminism | null;
  companion(role: InstanceRole, service: StartedService): Companion;
  /** What was in fact held still, once it is known whether an agent is in the instance. */
  report(service: StartedService, agentIsConnected: boolean): InstanceDeterminism;
};

/**
 * Made once a run. Baseline and candidate share seed and clock, so that even what is drawn or read from a clock can be compared exactly.
 * The secondary is the baseline perturbed on purpose: other chance, a clock ahead, its own durations; what moves there is volatile
 * by nature. The runs of a gate draw differently, so that a difference that chance made in one does not come back in the other.
 */
export function steadyRun(request: SteadyRunRequest): SteadyRun {
  const { settings } = request;
  const startsAt =
    settings.clock === 'recorded' && request.startsAt !== null && request.startsAt > 0
      ? Math.floor(request.startsAt)
      : null;
  const { clock, durations, random } = settings;
  const shiftOf = (role: InstanceRole) => (role === 'secondary' ? secondaryShiftMs : 0);
  const faketimeFor = (service: StartedService) =>
    startsAt === null || hasAgent(service) || 'LD_PRELOAD' in service.env ? null : request.faketime;
  return {
    forAgent(role) {
      if (clock === 'real' && durations === 'real' && random === 'real') return null;
      const own = role === 'secondary' ? ('real' as const) : durations;
      return { clock, durations: own, random, startsAt, shiftMs: shiftOf(role), seed: seedOf(request, role) };
    },
    companion(role, service) {
      const library = faketimeFor(service);
      const time = library === null ? {} : faketimeVariables(library, (startsAt ?? 0) + shiftOf(role));
      return {
        environment: notIn(service.env, { ...settledVariables(request, role, startsAt), ...time }),
        doors: [],
        readable: library === null ? [] : [dirname(library)],
      };
    },
    report(service, agentIsConnected) {
      if (agentIsConnected) return { clock, random, by: 'agent' };
      if (faketimeFor(service) !== null) return { clock: 'recorded', random: 'real', by: 'faketime' };
      return { clock: 'real', random: 'real', by: 'none' };
    },
  };
}

const runsNode = /(^|[\s/;&|(])(node|npm|npx|pnpm|yarn|tsx|ts-node)(\s|$)/;
const runsPython =
  /(^|[\s/;&|(])(python[\d.]*|flask|gunicorn|uvicorn|hypercorn|daphne|waitress-serve|django-admin|\S*\.py)(\s|$)/;

/** Node and Python get their time from the agent, exchange by exchange; both at once would help nobody. */
function hasAgent({ start }: StartedService): boolean {
  return runsNode.test(start) || runsPython.test(start);
}

function settledVariables(
  request: SteadyRunRequest,
  role: InstanceRole,
  startsAt: number | null,
): Readonly<Record<string, string>> {
  const { timeZone, locale, hashSeed } = request.settings;
  return {
    ...(timeZone === null ? {} : { TZ: timeZone }),
    ...(locale === null ? {} : { LANG: locale, LC_ALL: locale }),
    ...(hashSeed === 'real' ? {} : { PYTHONHASHSEED: hashSeedOf(request, role) }),
    ...(startsAt === null ? {} : { SOURCE_DATE_EPOCH: String(Math.floor(startsAt / 1000)) }),
  };
}

/** What the settings of the service say wins. */
function notIn(
  configured: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !(name in configured)));
}

function seedOf({ recordingDigest, run, attempt }: SteadyRunRequest, role: InstanceRole): string {
  const share = role === 'secondary' ? 'secondary' : 'shared';
  const which = attempt === undefined ? run : `${run} ${attempt}`;
  return createHash('sha256').update(`${recordingDigest}\n${which}\n${share}`).digest('hex').slice(0, 32);
}

/** Python takes 1 to 4294967295; 0 would switch the seed off. */
function hashSeedOf(request: SteadyRunRequest, role: InstanceRole): string {
  return String(1 + (Number.parseInt(seedOf(request, role).slice(0, 8), 16) % 4_294_967_295));
}
