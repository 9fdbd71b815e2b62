'use strict';

const intrinsics = require('../intrinsics.cjs');

/** Where JSON of plain commands would look for a `toJSON`. */
const owners = [Object.prototype, Array.prototype];

/**
 * Opens an inspector session in this very thread: no port, no worker. Nothing may ever wait here, because the stopped
 * thread would be the one that has to resume; where V8 does stop, it goes on by itself once the listeners have run.
 */
function openSession() {
  const inspector = require('node:inspector');
  const session = new inspector.Session();
  intrinsics.apply(ownConnect(inspector), session, []);
  const post = session.post.bind(session);
  const { emit } = session;
  // Node looks `emit` up for every message: what a service puts on the prototype of all emitters must not be found.
  intrinsics.defineProperty(session, 'emit', { value: emit });
  return {
    /** Sends one command and returns its result; both happen at once in a session of the same thread. */
    post(method, parameters) {
      let outcome = { error: new Error(`${method} did not answer`), result: undefined };
      withoutToJson(() =>
        post(method, parameters, (error, result) => {
          outcome = { error, result };
        }),
      );
      if (outcome.error) throw new Error(`${method}: ${outcome.error.message}`);
      return outcome.result;
    },
    on: (event, listener) => session.on(event, listener),
  };
}

let connect;

/** As it was before anybody put another in its place, the agent's own watch of other sessions among them. */
function ownConnect(inspector) {
  connect ??= inspector.Session.prototype.connect;
  return connect;
}

/**
 * Node makes JSON of each command, which would call a `toJSON` that a service hung on the prototypes: it is taken away
 * for that moment, in which nothing else runs. Throws where it cannot be: the command is then not sent.
 */
function withoutToJson(work) {
  const found = [];
  for (let index = 0; index < owners.length; index += 1) {
    const descriptor = intrinsics.getOwnPropertyDescriptor(owners[index], 'toJSON');
    if (descriptor === undefined) continue;
    if (!descriptor.configurable) throw new Error('toJSON of a prototype cannot be passed by');
    found[found.length] = { owner: owners[index], descriptor };
  }
  for (let index = 0; index < found.length; index += 1)
    intrinsics.deleteProperty(found[index].owner, 'toJSON');
  try {
    return work();
  } finally {
    for (let index = 0; index < found.length; index += 1)
      intrinsics.defineProperty(found[index].owner, 'toJSON', found[index].descriptor);
  }
}

module.exports = { openSession, ownConnect };
