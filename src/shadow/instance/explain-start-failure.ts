import type { InstanceRole } from '../../domain/observation.ts';
import type { ServiceDefinition } from '../../domain/service.ts';
import { type ErrorCode, GateError } from '../../errors.ts';
import { type LimitPassed, limitInWords, limitRemedy } from '../limits/limit-passed.ts';
import type { Exit } from '../processes/process-group.ts';
import { type LogTail, quoteLog } from './log-tail.ts';

export type StartFailure = {
  readonly role: InstanceRole;
  readonly definition: ServiceDefinition;
  /** After placeholders were filled in. */
  readonly command: string;
  readonly port: number;
  readonly waitedMs: number;
  readonly lastProbe: string;
  /** Null when it still ran. */
  readonly exit: Exit | null;
  /** The limit that it passed, upon which it was killed. */
  readonly passed: LimitPassed | null;
  readonly log: LogTail;
  /** Ports it listened on; null when that cannot be known. */
  readonly listensOn: readonly number[] | null;
};

/** What a log says about an address that was taken: null when nothing, else the port as far as it is named. */
export function addressInUse(log: string): { readonly port: number | null } | null {
  const line = log.split('\n').find((each) => /EADDRINUSE|address (is )?already in use/i.test(each));
  if (line === undefined) return null;
  const named = /.*(?::|\bport\D{1,3})(\d{2,5})\b/i.exec(line)?.[1];
  return { port: named === undefined ? null : Number(named) };
}

/** The error for an instance that ended, or did not get ready in time: what was tried, what was seen, what to do. */
export function explainStartFailure(failure: StartFailure): GateError {
  return new GateError({
    code: codeFor(failure),
    message: `${whatHappened(failure)} Command: \`${failure.command}\`.${quoteLog(failure.log)}`,
    remedy: remedyFor(failure),
  });
}

function codeFor({ passed, exit }: StartFailure): ErrorCode {
  if (passed !== null) return 'limit-exceeded';
  return exit === null ? 'instance-not-ready' : 'instance-died';
}

function whatHappened({
  role,
  definition,
  port,
  waitedMs,
  lastProbe,
  exit,
  passed,
  listensOn,
}: StartFailure): string {
  const waited = `${(waitedMs / 1000).toFixed(1)} s`;
  if (passed !== null) {
    return `The ${role} was ended after ${waited}, before it was ready on port ${port}: it ${limitInWords(passed)}.`;
  }
  if (exit !== null) {
    const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
    return `The ${role} ended ${how} after ${waited}, before it was ready on port ${port} (last probe: ${lastProbe}).`;
  }
  const elsewhere = listensOn?.length ? ` It listens on port ${listensOn.join(', ')}.` : '';
  const asked = definition.readyPath === null ? 'open' : `answer GET ${definition.readyPath} on`;
  return `The ${role} did not ${asked} port ${port} within ${waited} (last probe: ${lastProbe}).${elsewhere}`;
}

function remedyFor({ definition, port, exit, passed, log, listensOn }: StartFailure): string {
  if (passed !== null) return limitRemedy(passed);
  const fixedPort = otherPort(log, port) ?? (listensOn?.includes(port) ? null : (listensOn?.[0] ?? null));
  if (fixedPort !== null) {
    return `Make the service listen where it is told instead of port ${fixedPort}: name its variable as \`port-variable\` (now ${definition.portVariable}), or write \`start: ${definition.start} --port {port}\`, under \`service\` in .github/shadowgate.yml.`;
  }
  if (exit === null) {
    return 'Check `start`, `port-variable` and `ready-path` under `service` in .github/shadowgate.yml, or raise `ready-timeout`.';
  }
  if (exit.code === 0)
    return 'Keep the service in the foreground: `start` must not end while the service runs.';
  const known = knownTroubles.find(({ sign }) => sign.test(log.text()));
  if (known !== undefined) return known.remedy;
  return 'Make `start` work in a clean checkout: of your environment it sees only PATH, LANG and TZ, so name what else it needs under `env` of `service`.';
}

/** What services most often lack in a clean checkout, by what the runtime prints. */
const knownTroubles = [
  {
    sign: /ERR_UNKNOWN_FILE_EXTENSION.*\.[mc]?ts"/,
    remedy:
      'Put a Node that runs TypeScript (22.18 or later) first on PATH, or let `build` and `start` under `service` compile it.',
  },
  {
    sign: /ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|Cannot find (?:module|package) |ModuleNotFoundError/,
    remedy: 'Let `install` and `build` under `service` provide what the log says is missing.',
  },
  {
    sign: /: (?:command )?not found$/m,
    remedy: 'Name in `start` a program that is on PATH, or that `install` puts into node_modules/.bin.',
  },
] as const;

function otherPort(log: LogTail, port: number): number | null {
  const named = addressInUse(log.text())?.port ?? null;
  return named === port ? null : named;
}
