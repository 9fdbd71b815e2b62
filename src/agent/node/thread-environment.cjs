'use strict';

const path = require('node:path');
const threads = require('node:worker_threads');
const { syncBuiltinESMExports } = require('node:module');
const intrinsics = require('./intrinsics.cjs');

/** The bundle has this name too, and lies where its parts lay. */
const agentPath = path.join(__dirname, 'agent.cjs');
/** Under this name a thread finds what the one that started it left for it. */
const key = 'shadowgate.agent';

/**
 * Brings the agent into threads that get an environment of their own, in which nothing names it. Threads that share or
 * inherit the environment load it by themselves. Used in every process and thread of an instance.
 */
function followThreads({ planFile, socketPath }) {
  threads.setEnvironmentData(key, {
    SHADOWGATE_AGENT_PLAN: planFile,
    SHADOWGATE_AGENT_SOCKET: socketPath,
  });
  const { Worker } = threads;
  threads.Worker = new Proxy(Worker, {
    construct(target, given, newTarget) {
      const options = withAgent(given[1]);
      if (options === null) return intrinsics.construct(target, given, newTarget);
      try {
        return intrinsics.construct(target, [given[0], options], newTarget);
      } catch {
        // Flags of the process that a thread may inherit but not name: this one goes without the agent.
        return intrinsics.construct(target, given, newTarget);
      }
    },
  });
  syncBuiltinESMExports();
}

/** Read once by the agent of a thread; null where it was started without. */
function environmentOfParent() {
  return threads.isMainThread ? null : (threads.getEnvironmentData(key) ?? null);
}

/** Null where the agent comes along by itself: nothing of a service's own options is touched then. */
function withAgent(options) {
  const env = intrinsics.getOwnPropertyDescriptor(Object(options), 'env')?.value;
  if (typeof env !== 'object' || env === null || 'SHADOWGATE_AGENT_PLAN' in env) return null;
  return { ...options, execArgv: [...(options.execArgv ?? process.execArgv), '--require', agentPath] };
}

module.exports = { environmentOfParent, followThreads };
