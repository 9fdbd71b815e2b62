'use strict';

const { isMainThread, threadId } = require('node:worker_threads');
const { startAllocations } = require('./measures/allocations.cjs');
const { createCapture } = require('./capture/capture.cjs');
const { createBound } = require('./capture/cut-to-bound.cjs');
const { createChannel } = require('./channel.cjs');
const { compileAhead } = require('./probes/compile-ahead.cjs');
const { createContext } = require('./exchanges/context.cjs');
const { startCoverage } = require('./probes/coverage.cjs');
const { startDeterminism } = require('./determinism/determinism.cjs');
const { watchErrors } = require('./capture/errors.cjs');
const { watchFlow } = require('./flow/watch-flow.cjs');
const { openSession } = require('./probes/inspector-session.cjs');
const { countInstances } = require('./measures/instances.cjs');
const { createMemorySampler } = require('./measures/memory.cjs');
const { watchOtherInspectors } = require('./probes/other-inspectors.cjs');
const { watchOutbound } = require('./outbound/outbound.cjs');
const { defaultLimits, readPlan } = require('./plan.cjs');
const { redirectOutbound } = require('./outbound/redirect-outbound.cjs');
const { startProbes } = require('./probes/probes.cjs');
const { createRedactor } = require('./capture/redact.cjs');
const { shareExchange } = require('./exchanges/share-exchange.cjs');
const { followThreads } = require('./thread-environment.cjs');
const { watchThrownErrors } = require('./probes/thrown-errors.cjs');
const { watchRequests } = require('./exchanges/requests.cjs');

/** What the parts put in place of these as they start. */
const nothing = () => {};
const idle = { finish: nothing, stop: nothing, measure: nothing, dateStreams: nothing };

/**
 * Starts every part of the agent in this process. A part that cannot start is left out and named in the hello record;
 * none may keep another, or the service, from running.
 */
function observeProcess(planFile, socketPath) {
  const degraded = [];
  const attempt = (part, work) => {
    try {
      return work();
    } catch (error) {
      degraded.push(`${part}: ${error?.message ?? 'failed'}`);
      return null;
    }
  };
  const plan = attempt('plan', () => readPlan(planFile));
  const context = createContext();
  const redactor = plan === null ? null : createRedactor(plan.key);
  const parts = { degraded, attempt, plan, context, redactor, ...idle };
  attempt('threads', () => followThreads({ planFile, socketPath }));
  const channel = createChannel({
    path: socketPath,
    limits: plan?.limits ?? defaultLimits,
    cutToBound: plan === null ? null : createBound({ limits: plan.limits, redactor }),
    hello: () => hello(parts),
    without: context.without,
    onMessage: (message) => answer(parts, message),
    onGone: () => parts.stop(),
  });
  parts.finish = () => sayDone(parts, channel);
  if (plan === null) channel.open();
  else startParts(parts, channel);
}

function answer(parts, message) {
  if (message?.kind === 'finish') parts.finish();
  if (message?.kind === 'measure-memory' && Number.isInteger(message.point)) parts.measure(message.point);
}

function hello({ plan, degraded }) {
  return {
    ...{ kind: 'hello', version: 1, language: 'node', runtime: process.version },
    ...{ pid: process.pid, thread: threadId, role: plan?.role ?? '', degraded },
  };
}

function startParts(parts, channel) {
  const { attempt, plan, context, redactor } = parts;
  const { send, flush } = channel;
  const intervalMs = plan.limits.memoryIntervalMs;
  const memory = createMemorySampler({ context, intervalMs, send, flush });
  const { coverage, probes, thrown } = inspectCode({ parts, redactor, channel });
  const shared = plan.oneAtATime ? attempt('threads', () => shareExchange(context)) : null;
  // Where a thread answers no requests itself, none of them would begin it.
  if (!isMainThread && shared !== null) thrown?.onStart(context.background);
  const allocations =
    plan.allocations === null
      ? null
      : attempt('allocations', () => startAllocations({ plan, context, send }));
  attempt('upstream', () => redirectOutbound(context, process.env));
  const outbound = attempt('outbound calls', () => watchOutbound({ context, redactor, send }));
  const flow = attempt('request flow', () => watchFlow({ attempt, plan, context, redactor, send }));
  attempt('errors', () => watchErrors({ context, redactor, root: plan.realRoot, send }));
  attempt('requests', () =>
    watchRequests({
      context,
      onListening: channel.open,
      onStreams: (prototype) => parts.dateStreams(prototype),
      onStart: (exchange) => {
        flow?.onStart(exchange);
        shared?.onStart(exchange);
        probes?.onStart(exchange);
        thrown?.onStart(exchange);
        // What ran before it, such as the loading of modules, is not its own.
        if (plan.coverageByExchange) coverage?.sinceLast();
        allocations?.onStart(exchange);
      },
      onEnd: (exchange) => {
        shared?.onEnd();
        allocations?.onEnd(exchange);
        flow?.onEnd(exchange);
        probes?.onEnd(exchange);
        if (plan.coverageByExchange) sendReached(exchange, coverage, send);
        memory.sample(exchange);
      },
    }),
  );
  parts.measure = (point) => attempt('memory', () => memory.measure(point));
  parts.stop = () => {
    attempt('probes', () => probes?.stop());
    attempt('thrown errors', () => thrown?.stop());
  };
  parts.finish = () => finish({ parts, channel, memory, outbound, probes, coverage, allocations });
  process.on('exit', () => channel.isOpen() && parts.finish());
  if (coverage !== null || probes !== null || thrown !== null)
    parts.others = attempt('other inspectors', () => watchOtherInspectors());
  if (plan.determinism !== null) attempt('determinism', () => startDeterminism(parts));
}

/** What V8 itself is asked for. */
function inspectCode({ parts, redactor, channel }) {
  const { attempt, plan } = parts;
  const isNeeded = plan.probes.length > 0 || plan.coverageOf.length > 0;
  const session = isNeeded ? attempt('inspector', () => openSession()) : null;
  if (session !== null && plan.coverageOf.length > 0)
    attempt('compiling ahead', () => compileAhead({ session, folder: __dirname }));
  const coverage =
    session !== null && plan.coverageOf.length > 0
      ? attempt('coverage', () => startCoverage({ session, plan }))
      : null;
  const probes =
    session !== null && plan.probes.length > 0 ? armProbes({ parts, session, redactor, channel }) : null;
  const thrown = plan.thrownErrors ? watchThrown({ parts, redactor, channel }) : null;
  return { coverage, probes, thrown };
}

function armProbes({ parts, session, redactor, channel }) {
  const { attempt, plan, context } = parts;
  return attempt('probes', () => {
    const captureValue = createCapture({ limits: plan.limits, redactor });
    const send = (record) => {
      channel.send(record);
      channel.open();
    };
    return startProbes({ plan, session, context, captureValue, send });
  });
}

/** In a session of its own: in that of the probes all stops are skipped. */
function watchThrown({ parts, redactor, channel }) {
  const { attempt, plan, context, degraded } = parts;
  const wanted = new Set([...plan.coverageOf, ...plan.builtCoverage.map(({ file }) => file)]);
  return attempt('thrown errors', () =>
    watchThrownErrors({
      ...{ plan, context, redactor, send: channel.send, session: openSession() },
      captureValue: createCapture({ limits: plan.limits, redactor }),
      onEnded: (why) => degraded.push(`thrown errors: ${why}`),
      mayBeSwitched: () => parts.others?.mayInterfere() === true,
      // A thread has no server that would begin to listen: it speaks once it runs code of the change.
      onScript: (path) => !isMainThread && wanted.has(path) && channel.open(),
    }),
  );
}

/** What ran during an exchange, as long as exchanges come one after the other. Reading it costs milliseconds. */
function sendReached({ exchangeId }, coverage, send) {
  for (const { path, lines } of coverage?.sinceLast() ?? [])
    send({ kind: 'reached', exchangeId, path, lines });
}

/** The last measurement of a run, since the process stands still for it. */
function sendInstances({ plan, context, channel }) {
  const record = countInstances(plan.classes);
  record.sequence = context.nextSequence();
  channel.send(record, true);
}

/** Everything that is only known at the end, then `done`. Runs when the gate asks, and when the process ends. */
function finish({ parts, channel, memory, outbound, probes, coverage, allocations }) {
  const { attempt, plan, context } = parts;
  attempt('allocations', () => allocations?.finish());
  attempt('outbound calls', () => outbound?.flush());
  attempt('memory', () => memory.sample({ exchangeId: '' }, true));
  if (plan.classes.length > 0) attempt('instances', () => sendInstances({ plan, context, channel }));
  for (const state of attempt('probes', () => probes?.states()) ?? []) channel.send(state, true);
  for (const { path, lines } of attempt('coverage', () => coverage?.all()) ?? []) {
    channel.send({ kind: 'coverage', path, lines }, true);
  }
  for (const { path, text, ran } of attempt('coverage', () => coverage?.compiled()) ?? []) {
    channel.send({ kind: 'compiled', path, text, ran }, true);
  }
  sayDone(parts, channel);
}

function sayDone(parts, channel) {
  const degraded = [...parts.degraded, ...(parts.others?.describe() ?? [])];
  channel.send({ kind: 'done', dropped: channel.dropped(), degraded }, true);
  channel.flush();
}

module.exports = { observeProcess };
