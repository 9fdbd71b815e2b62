'use strict';

/**
 * Entry of the Node agent, loaded into an instance by `NODE_OPTIONS=--require`. Loads into Node 18 and later, needs no
 * package, and never breaks the service: when it cannot start, the service runs as if it were not there.
 */

const loaded = Symbol.for('shadowgate.agent');

const { SHADOWGATE_AGENT_PLAN: planFile, SHADOWGATE_AGENT_SOCKET: socketPath } =
  process.env.SHADOWGATE_AGENT_PLAN === undefined ? ofThread() : process.env;
if (planFile && socketPath && globalThis[loaded] !== true) {
  Object.defineProperty(globalThis, loaded, { value: true });
  try {
    const { observeProcess } = require('./observe-process.cjs');
    observeProcess(planFile, socketPath);
  } catch {
    // Nothing was started; the gate sees no hello and reports the agent as absent.
  }
}

/** A thread with an environment of its own is told by the one that started it. */
function ofThread() {
  return require('./thread-environment.cjs').environmentOfParent() ?? {};
}
