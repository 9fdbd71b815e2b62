import type { ObservedExchange } from '../../../src/domain/observation.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import { planReplay } from '../../../src/replay/plan-replay.ts';
import type { ReplayRequest } from '../../../src/replay/replay-plan.ts';
import { asRecording } from './an-exchange.ts';
import { type Answer, type LoggingServer, startLoggingServer } from './logging-server.ts';

export const settings = {
  concurrency: 4,
  timing: 'as-fast-as-possible' as const,
  speed: 1,
  pauseAfterWriteMs: 0,
  exchangeTimeoutMs: 5000,
  runTimeoutMs: 60_000,
  credentials: [],
  jwt: [],
  login: [],
};
const roles = ['baseline', 'secondary', 'candidate'] as const;

/** Three instances of one service, each with state of its own. */
export async function threeOf(makeService: () => Answer): Promise<readonly LoggingServer[]> {
  return Promise.all(roles.map(() => startLoggingServer(makeService())));
}

/** A run of all that was recorded, against these servers. */
export async function requestTo(
  servers: readonly Pick<LoggingServer, 'origin'>[],
  recorded: readonly Exchange[],
  told: Partial<ReplayRequest> = {},
): Promise<ReplayRequest> {
  return {
    plan: await planReplay(asRecording(recorded)),
    exchanges: () => asRecording(recorded),
    targets: roles.map((role, index) => ({
      role,
      origin: servers[index]?.origin ?? '',
      isAlive: () => true,
    })),
    settings,
    seed: 1,
    run: 'observe',
    clock: 'real',
    now: Date.now,
    tagExchanges: false,
    onProgress: () => {},
    signal: new AbortController().signal,
    ...told,
  };
}

/** Everything that a run gives, in its order. */
export async function allOf(
  replaying: AsyncIterable<ObservedExchange>,
): Promise<readonly ObservedExchange[]> {
  const observed: ObservedExchange[] = [];
  for await (const one of replaying) observed.push(one);
  return observed;
}

/** The candidate's status, or why it gave none. */
export const wordOf = ({ candidate: { outcome } }: ObservedExchange): string =>
  outcome.kind === 'responded' ? String(outcome.status) : outcome.reason;
