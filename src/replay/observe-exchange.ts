import { setTimeout as wait } from 'node:timers/promises';
import type {
  Failed,
  InstanceRole,
  Observation,
  ObservedExchange,
  Substitution,
} from '../domain/observation.ts';
import type { PlannedExchange } from '../domain/plan.ts';
import type { Exchange, HeaderLines } from '../domain/recording.ts';
import type { ReplaySettings } from '../domain/service.ts';
import { type CandidateSilence, createCandidateSilence } from './candidate-silence.ts';
import { createLogins, type Logins } from './credentials/log-in.ts';
import type { Queued } from './order/exchange-queue.ts';
import { createInstanceOrder } from './order/instance-order.ts';
import type { RequestTiming } from './order/request-timing.ts';
import { openSenders } from './sending/choose-protocol.ts';
import type { Sender, SendTarget } from './sending/sender.ts';
import { createSendingRemarks, type SendingRemarks } from './sending/sending-remarks.ts';
import { tracedRequest } from './sending/trace-headers.ts';
import { streamLimitOf } from './streams/stream-limit.ts';
import type { Admitted, ValueCarrier } from './values/carry-values.ts';

/** One running instance, as far as replay has to know it; what is not said of it is as for any server. */
export type ReplayTarget = Partial<SendTarget> & {
  readonly role: InstanceRole;
  readonly origin: string;
  /** False once its process ended; always true for a service that we did not start. */
  isAlive(): boolean;
};

export type ObserverOptions = {
  /** Baseline and candidate, and secondary when one runs. */
  readonly targets: readonly ReplayTarget[];
  readonly settings: ReplaySettings;
  /** From which the order of the instances is drawn, an integer below 2³². */
  readonly seed: number;
  /** Whether each request tells its exchange to the agent, which takes the header off again. */
  readonly tagExchanges: boolean;
  /** The trace that a request begins in an instance, in place of the recorded one; absent: as recorded. */
  readonly traceparentOf?: (exchangeId: string) => string;
  /** Told of each write, which is alone in flight, before it is sent and after all instances have answered; null for none. */
  readonly writes?: WriteListener | null;
  /** Told as an instance is asked and as it has answered, so that what it does in between is known to belong to it. */
  readonly onFlight?: (flight: Flight) => void;
};

/** One exchange begins or ends at one instance. */
export type Flight = {
  readonly kind: 'begins' | 'ends';
  readonly role: InstanceRole;
  readonly exchangeId: string;
  /** As they are sent, with the values of this instance. */
  readonly requestHeaders: HeaderLines;
};

/** Waited for before the write is sent, and before anything after it is. `sequence` counts the exchanges of the plan. */
export type WriteListener = {
  before(sequence: number): Promise<void>;
  after(sequence: number, exchangeId: string): Promise<void>;
};

/** Sends exchanges to all instances. One per run, with the connections of that run. */
export type Observer = {
  /** Called in the order of the plan; `observe` is called when the order allows, and never rejects. */
  admit(
    planned: PlannedExchange,
    exchange: Exchange,
    /** In the plan, from 0. */
    number: number,
  ): { readonly queued: Queued; readonly observe: () => Promise<ObservedExchange> };
  /** What a reader of the report must know of how requests were sent, in words. */
  notes(): readonly string[];
  /** How many exchanges went to each instance first. */
  askedFirst(): Readonly<Partial<Record<InstanceRole, number>>>;
  close(): Promise<void>;
};

type Lane = {
  readonly target: ReplayTarget;
  readonly sender: Pick<Sender, 'send'>;
  readonly remarks: SendingRemarks;
  isRefusing: boolean;
  askedFirst: number;
  readonly logins: Logins;
};

/** What an observer works with, of the same run. */
export type ObserverParts = {
  readonly carrier: ValueCarrier;
  readonly timing: RequestTiming;
  /** Aborted, with the reason in words, when nothing more may be sent. */
  readonly ending: AbortSignal;
};

type Context = ObserverParts & {
  readonly options: ObserverOptions;
  readonly silence: CandidateSilence;
};

/** One per run, with the parts of that run. */
export function createObserver(options: ObserverOptions, parts: ObserverParts): Observer {
  const context = { ...parts, options, silence: createCandidateSilence() };
  const senders = openSenders(
    new Map(options.targets.map(({ role, connect = null, ...rest }) => [role, { ...rest, connect }])),
  );
  const lanes = options.targets.map((target) => ({
    target,
    sender: senders.of(target.role),
    remarks: createSendingRemarks(target.role),
    isRefusing: false,
    askedFirst: 0,
    logins: createLogins(target.role),
  }));
  const nextOrder = createInstanceOrder(lanes, options.seed);
  let admittedSoFar = 0;
  return {
    admit: (planned, exchange, number) => {
      const admitted = parts.carrier.admit(planned, exchange, number);
      const sequence = admittedSoFar;
      admittedSoFar += 1;
      const { session, writes } = planned;
      const { requestBody, responseBody } = exchange;
      const bytes = requestBody.byteLength + (1 + lanes.length) * responseBody.byteLength;
      const queued = { sequence, session, writes, producers: admitted.producers, bytes };
      const order = nextOrder();
      const send = () => observeExchange(context, order, { planned, exchange, admitted });
      const { writes: listener } = options;
      const observe = writes && listener ? () => toldOf(listener, { sequence, exchange, send }) : send;
      return { queued, observe };
    },
    askedFirst: () => Object.fromEntries(lanes.map(({ target, askedFirst }) => [target.role, askedFirst])),
    notes: () => [
      ...lanes.flatMap(({ logins, remarks }) => [...logins.notes(), ...remarks.inWords()]),
      ...senders.notes(),
    ],
    close: senders.close,
  };
}

type ToldWrite = {
  readonly sequence: number;
  readonly exchange: Exchange;
  readonly send: () => Promise<ObservedExchange>;
};

async function toldOf(
  listener: WriteListener,
  { sequence, exchange, send }: ToldWrite,
): Promise<ObservedExchange> {
  await listener.before(sequence);
  const observed = await send();
  await listener.after(sequence, exchange.id);
  return observed;
}

type Task = { readonly planned: PlannedExchange; readonly exchange: Exchange; readonly admitted: Admitted };

/** All instances at about the same moment, so that their clocks agree; finished when the slowest has answered. */
async function observeExchange(
  context: Context,
  lanes: readonly Lane[],
  task: Task,
): Promise<ObservedExchange> {
  const { planned, exchange, admitted } = task;
  const { timing, ending } = context;
  const delay = timing.beforeSending(exchange, ending);
  if (delay !== null) await delay;
  const [first] = lanes;
  if (first !== undefined && !ending.aborted) first.askedFirst += 1;
  const observations = await Promise.all(lanes.map((lane) => observeOn(context, lane, task)));
  if (planned.writes) timing.written(exchange);
  context.carrier.learn(admitted, observations);
  const by = (wanted: InstanceRole) => observations.find(({ role }) => role === wanted);
  const [baseline, secondary, candidate] = [by('baseline'), by('secondary'), by('candidate')];
  if (baseline === undefined || candidate === undefined)
    throw new Error('replay needs a baseline and a candidate');
  context.silence.note(baseline, candidate);
  return {
    exchange,
    route: planned.route,
    baseline,
    candidate,
    ...(secondary === undefined ? {} : { secondary }),
  };
}

async function observeOn(context: Context, lane: Lane, task: Task): Promise<Observation> {
  const { planned, exchange, admitted } = task;
  const { role } = lane.target;
  const { exchangeId } = admitted;
  const idle = reasonNotToSend(context, lane.target);
  if (idle !== null) return { exchangeId, role, outcome: idle, substitutions: [] };
  const loginToken = admitted.login === null ? null : await logIn(context, lane, admitted);
  const carried = context.carrier.requestFor(admitted, role, loginToken);
  const { substitutions, unresolved } = carried;
  const request = tracedRequest(carried.request, context.options.traceparentOf?.(exchangeId));
  const inConversation: Substitution[] = [];
  const flight = { role, exchangeId, requestHeaders: request.headers };
  context.options.onFlight?.({ kind: 'begins', ...flight });
  const outcome = await lane.sender.send(request, {
    writes: planned.writes,
    timeoutMs: context.options.settings.exchangeTimeoutMs,
    ending: context.ending,
    tag: context.options.tagExchanges ? { exchangeId, startedAt: exchange.startedAt } : null,
    stream: streamLimitOf(exchange, context.options.settings.exchangeTimeoutMs),
    onSentAgain: lane.remarks.onSentAgain,
    onRemark: lane.remarks.onRemark,
    onSubstituted: (substitution) => inConversation.push(substitution),
  });
  context.options.onFlight?.({ kind: 'ends', ...flight });
  const sent = {
    substitutions: inConversation.length === 0 ? substitutions : [...substitutions, ...inConversation],
    ...(unresolved.length === 0 ? {} : { unresolved }),
  };
  const isRefused = outcome.kind === 'failed' && outcome.reason === 'connection-refused';
  return { exchangeId, role, outcome: isRefused ? await orGone(outcome, lane) : outcome, ...sent };
}

/** A login may change state, and belongs to no exchange. */
async function logIn(context: Context, lane: Lane, admitted: Admitted): Promise<string | null> {
  if (admitted.login === null) return null;
  const { sender, logins } = lane;
  const timeoutMs = context.options.settings.exchangeTimeoutMs;
  return logins.tokenOf(admitted.login, admitted.session, (request) =>
    sender.send(request, { writes: true, timeoutMs, ending: context.ending, tag: null }),
  );
}

function reasonNotToSend({ ending, silence, options }: Context, target: ReplayTarget): Failed | null {
  if (ending.aborted) return unsent('cut-off', `not sent: ${String(ending.reason)}`);
  if (!target.isAlive()) return unsent('instance-gone', 'the process of this instance had ended before');
  return target.role === 'candidate' ? silence.reasonToGiveUp(options.settings.exchangeTimeoutMs) : null;
}

function unsent(reason: Failed['reason'], detail: string): Failed {
  return { kind: 'failed', reason, detail, durationMs: 0 };
}

/** A process that closed its port is often about to end; one that did not end by then goes on without. */
const endMs = 500;

/** Nothing listens any more because the process has ended: say that, not that the port refused. */
async function orGone(outcome: Failed, lane: Lane): Promise<Failed> {
  const until = performance.now() + (lane.isRefusing ? 0 : endMs);
  while (lane.target.isAlive() && performance.now() < until) await wait(10);
  if (!lane.target.isAlive()) return { ...outcome, reason: 'instance-gone' };
  lane.isRefusing = true;
  return outcome;
}
