'use strict';

/**
 * Entry of the Node agent, loaded into an instance by `NODE_OPTIONS=--require`. It may never break the service: a part
 * that cannot start is left out and named in the hello record. Loads into Node 18 and later, needs no package.
 */

const loaded = Symbol.for('shadowgate.agent');

function start(planFile, socketPath) {
  const { readPlan, defaultLimits } = require('./plan.cjs');
  const { createChannel } = require('./channel.cjs');
  const { createContext } = require('./context.cjs');
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
  const parts = { degraded, attempt, plan, context, finish: () => {}, stop: () => {} };
  const channel = createChannel({
    path: socketPath,
    limits: plan?.limits ?? defaultLimits,
    hello: () => hello(parts),
    without: context.without,
    onMessage: (message) => message?.kind === 'finish' && parts.finish(),
    onGone: () => parts.stop(),
  });
  parts.finish = () => sayDone(parts, channel);
  if (plan === null) channel.open();
  else startParts(parts, channel);
}

function hello({ plan, degraded }) {
  const { threadId } = require('node:worker_threads');
  return {
    ...{ kind: 'hello', version: 1, language: 'node', runtime: process.version },
    ...{ pid: process.pid, thread: threadId, role: plan?.role ?? '', degraded },
  };
}

function startParts(parts, channel) {
  const { attempt, plan, context } = parts;
  const redactor = require('./redact.cjs').createRedactor(plan.key);
  const { send } = channel;
  const { createMemorySampler } = require('./memory.cjs');
  const memory = createMemorySampler({ context, intervalMs: plan.limits.memoryIntervalMs, send });
  const needsInspector = plan.probes.length > 0 || plan.coverageOf.length > 0;
  const session = needsInspector
    ? attempt('inspector', () => require('./inspector-session.cjs').openSession())
    : null;
  const takeExecutedLines =
    session !== null && plan.coverageOf.length > 0
      ? attempt('coverage', () => require('./coverage.cjs').startCoverage({ session, plan }))
      : null;
  const probes =
    session !== null && plan.probes.length > 0 ? armProbes({ parts, session, redactor, channel }) : null;
  const outbound = attempt('outbound calls', () =>
    require('./outbound.cjs').watchOutbound({ context, redactor, send }),
  );
  attempt('errors', () =>
    require('./errors.cjs').watchErrors({ context, redactor, root: plan.realRoot, send }),
  );
  attempt('requests', () =>
    require('./requests.cjs').watchRequests({
      context,
      onListening: channel.open,
      onStart: (exchange) => probes?.onStart(exchange),
      onEnd: (exchange) => {
        probes?.onEnd(exchange);
        memory.sample(exchange);
      },
    }),
  );
  parts.stop = () => attempt('probes', () => probes?.stop());
  parts.finish = () => finish({ parts, channel, memory, outbound, probes, takeExecutedLines });
  process.on('exit', () => channel.isOpen() && parts.finish());
}

function armProbes({ parts, session, redactor, channel }) {
  const { attempt, plan, context } = parts;
  return attempt('probes', () => {
    const captureValue = require('./capture.cjs').createCapture({ limits: plan.limits, redactor });
    const send = (record) => {
      channel.send(record);
      channel.open();
    };
    return require('./probes.cjs').startProbes({ plan, session, context, captureValue, send });
  });
}

/** Everything that is only known at the end, then `done`. Runs when the gate asks, and when the process ends. */
function finish({ parts, channel, memory, outbound, probes, takeExecutedLines }) {
  const { attempt } = parts;
  attempt('outbound calls', () => outbound?.flush());
  attempt('memory', () => memory.sample({ exchangeId: '' }, true));
  for (const state of attempt('probes', () => probes?.states()) ?? []) channel.send(state, true);
  for (const { path, lines } of attempt('coverage', () => takeExecutedLines?.()) ?? []) {
    channel.send({ kind: 'coverage', path, lines }, true);
  }
  sayDone(parts, channel);
}

function sayDone(parts, channel) {
  channel.send({ kind: 'done', dropped: channel.dropped(), degraded: parts.degraded }, true);
  channel.flush();
}

const { SHADOWGATE_AGENT_PLAN: planFile, SHADOWGATE_AGENT_SOCKET: socketPath } = process.env;
if (planFile && socketPath && globalThis[loaded] !== true) {
  Object.defineProperty(globalThis, loaded, { value: true });
  try {
    start(planFile, socketPath);
  } catch {
    // Nothing was started; the gate sees no hello and reports the agent as absent.
  }
}
