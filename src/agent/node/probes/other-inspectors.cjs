'use strict';

const intrinsics = require('../intrinsics.cjs');
const { ownConnect } = require('./inspector-session.cjs');

/**
 * Notices others who debug the same process: a debugger's port, an error tracker that reads local variables, a service that
 * opens a session of its own. V8 shares among all sessions whether it stops for throws, whether breakpoints are active, and
 * its coverage: what another one switches, it switches for the agent too. Used where the agent itself asks V8 for something.
 */
function watchOtherInspectors() {
  const inspector = require('node:inspector');
  const seen = { sessions: 0 };
  ownConnect(inspector);
  for (const name of ['connect', 'connectToMainThread']) {
    const connect = inspector.Session.prototype[name];
    if (typeof connect !== 'function') continue;
    const value = function () {
      seen.sessions += 1;
      // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
      return intrinsics.apply(connect, this, arguments);
    };
    intrinsics.defineProperty(value, 'name', { value: name, configurable: true });
    intrinsics.defineProperty(inspector.Session.prototype, name, {
      ...intrinsics.getOwnPropertyDescriptor(inspector.Session.prototype, name),
      value,
    });
  }
  const { url } = inspector;
  return {
    /** Whether what the agent set may have been set otherwise since. */
    mayInterfere: () => seen.sessions > 0 || url() !== undefined,
    /** For the gate, in words; empty where nobody else was there. */
    describe() {
      const found = [];
      if (url() !== undefined) found.push('a port for debuggers was open');
      if (seen.sessions > 0) found.push('the service opened an inspector session of its own');
      return found;
    },
  };
}

module.exports = { watchOtherInspectors };
