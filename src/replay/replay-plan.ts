import type { ObservedExchange, RunKind } from '../domain/observation.ts';
import type { Plan, PlannedExchange } from '../domain/plan.ts';
import type { OnProgress } from '../domain/progress.ts';
import type { Exchange } from '../domain/recording.ts';
import type { ReplayReport } from '../domain/replay-report.ts';
import { GateError } from '../errors.ts';
import { createResignJwt, type ShadowClock } from './credentials/resign-jwt.ts';
import { createObserver, type Observer, type ObserverOptions } from './observe-exchange.ts';
import { createExchangeQueue, type ExchangeQueue } from './order/exchange-queue.ts';
import { createRequestTiming, type RequestTiming } from './order/request-timing.ts';
import { createValueCarrier } from './values/carry-values.ts';

export type ReplayRequest = ObserverOptions & {
  readonly plan: Plan;
  /** Opens the recording anew, in its order. */
  readonly exchanges: () => AsyncIterable<Exchange>;
  readonly run: RunKind;
  readonly clock: ShadowClock;
  /** Milliseconds since 1970, of the run. */
  readonly now: () => number;
  readonly onProgress: OnProgress;
  /** Told once, when the last exchange has come out. */
  readonly onReport?: (report: SentReport) => void;
  /** Asked once for each exchange of the plan, by its number there, before it is read: whether it is left out after all. */
  readonly skips?: (sequence: number) => boolean;
  readonly signal: AbortSignal;
};

/** What this run knows of how it sent; which values it followed shows in what was observed. */
export type SentReport = Omit<ReplayReport, 'values'>;

/** Exchanges read ahead of the one that is taken next: enough for parallel reads behind a slow one. */
const readAhead = 64;
const readAheadBytes = 64 * 1024 * 1024;

/**
 * The replay of one run: every planned exchange goes to all instances side by side, in the order that the plan asks for, and
 * comes out in the order of the recording. An exchange that was not sent comes out too, as a failure that says why. Bodies are held
 * for a bounded number of exchanges. Throws only when interrupted or when the recording lacks what was planned.
 */
export async function* replayPlan(request: ReplayRequest): AsyncGenerator<ObservedExchange> {
  const { settings, onProgress, run, signal } = request;
  if (signal.aborted) throw interrupted();
  const ending = new AbortController();
  const endRun = () => ending.abort(`the run's deadline of ${settings.runTimeoutMs} ms had passed`);
  const deadline = setTimeout(endRun, settings.runTimeoutMs);
  const interrupt = () => ending.abort('the run was interrupted');
  signal.addEventListener('abort', interrupt);
  const { clock, now } = request;
  const resign = createResignJwt(settings.jwt, { clock, now });
  const { links = null } = request.plan;
  const carrier = createValueCarrier(settings.credentials, { links, resign, logins: settings.login });
  const timing = createRequestTiming(request, () => performance.now());
  const observer = createObserver(request, { carrier, timing, ending: ending.signal });
  let done = 0;
  try {
    for await (const observed of observeInOrder(request, observer)) {
      if (signal.aborted) throw interrupted();
      done += 1;
      onProgress({ kind: 'replayed', run, done, total: request.plan.exchanges.length });
      yield observed;
    }
    for (const text of carrier.notes()) onProgress({ kind: 'note', text, isLimit: true });
    for (const text of observer.notes()) onProgress({ kind: 'note', text });
    request.onReport?.(reportOf(request, observer, timing));
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', interrupt);
    ending.abort('the run was ended');
    await observer.close();
  }
}

function reportOf(
  { settings, seed }: ReplayRequest,
  observer: Observer,
  requestTiming: RequestTiming,
): SentReport {
  const { timing, speed, concurrency } = settings;
  return { timing, speed, concurrency, seed, askedFirst: observer.askedFirst(), ...requestTiming.report() };
}

async function* observeInOrder(request: ReplayRequest, observer: Observer): AsyncGenerator<ObservedExchange> {
  const { concurrency } = request.settings;
  const queue: ExchangeQueue<ObservedExchange> = createExchangeQueue({
    concurrency,
    exchanges: Math.max(readAhead, 4 * concurrency),
    bytes: readAheadBytes,
  });
  const walk = createPlanWalk(request);
  for await (const exchange of request.exchanges()) {
    if (walk.next() === undefined) break;
    const found = walk.find(exchange);
    if (found === null) continue;
    const { queued, observe } = observer.admit(found.planned, exchange, found.number);
    queue.admit(queued, observe);
    while (queue.isFull() || queue.isReady()) yield await queue.take();
  }
  walk.assertWhole();
  while (!queue.isEmpty()) yield await queue.take();
}

type PlanWalk = {
  /** The next of the plan; undefined at its end. */
  next(): PlannedExchange | undefined;
  /** Told every exchange of the recording: null for one that is not planned, or left out after all. `number` is that in the plan, from 0. */
  find(exchange: Exchange): { readonly planned: PlannedExchange; readonly number: number } | null;
  /** At the end of the recording, which must have held what was planned. */
  assertWhole(): void;
};

/** Recording and plan have the same order, so both are walked at once and neither is searched. */
function createPlanWalk({ plan, skips = () => false }: ReplayRequest): PlanWalk {
  let next = 0;
  let planned = plan.exchanges.at(next);
  return {
    next: () => planned,
    find: (exchange) => {
      if (planned?.exchangeId !== exchange.id) return null;
      const found = skips(next) ? null : { planned, number: next };
      next += 1;
      planned = plan.exchanges.at(next);
      return found;
    },
    assertWhole: () => {
      if (planned !== undefined) throw recordingLacks(plan.exchanges.length - next, planned.exchangeId);
    },
  };
}

function recordingLacks(count: number, first: string): GateError {
  return new GateError({
    code: 'recording-damaged',
    message: `The recording no longer holds ${count} of the planned exchanges, the first being ${first}.`,
    remedy: 'Do not change the recording while the gate runs; start the gate again.',
  });
}

function interrupted(): GateError {
  return new GateError({
    code: 'interrupted',
    message: 'The replay was interrupted before all exchanges were sent.',
    remedy: 'Start the gate again.',
  });
}
