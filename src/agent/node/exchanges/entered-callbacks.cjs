'use strict';

const { AsyncResource, executionAsyncId, executionAsyncResource } = require('node:async_hooks');
const intrinsics = require('../intrinsics.cjs');
const { ownData } = require('../capture/inspect-object.cjs');

const { types } = intrinsics;
const runInAsyncScope = Function.prototype.call.bind(AsyncResource.prototype.runInAsyncScope);

/**
 * Whether what a callback entered is gone in the next callback of the same resource, as where Node keeps contexts in frames (from 24 on). Before,
 * they are kept on the resource, such as a connection, which is there for many requests.
 */
function isLeftByItself(storage) {
  const resource = new AsyncResource('shadowgate');
  let kept = null;
  runInAsyncScope(resource, () => storage.enterWith({}));
  runInAsyncScope(resource, () => {
    kept = storage.getStore();
  });
  return kept === undefined && storage.getStore() === undefined;
}

/**
 * Gives a function that tells by which id the callbacks of Node's parser run on the connection of a request; 0 where it is not the parser that runs here
 * and now. In such a callback nothing but this request is dealt with. What runs is asked for once a connection: it takes longer than all else.
 */
function createParserIds() {
  const known = new intrinsics.SafeWeakMap();
  return (request) => {
    const { socket } = request;
    const id = executionAsyncId();
    if (intrinsics.weakMapGet(known, socket) === id) return id;
    if (!isParsing(socket)) return 0;
    intrinsics.weakMapSet(known, socket, id);
    return id;
  };
}

/** Whether the parser of a request runs here and now, by the exchange of that request. */
function isWithParser({ parserId }) {
  return parserId !== 0 && parserId === executionAsyncId();
}

function isParsing(socket) {
  const resource = executionAsyncResource();
  if (typeof resource !== 'object' || resource === null || types.isProxy(resource)) return false;
  return typeof socket === 'object' && socket !== null && ownData(resource, 'socket')?.value === socket;
}

module.exports = { createParserIds, isLeftByItself, isWithParser };
