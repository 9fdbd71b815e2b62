'use strict';

const intrinsics = require('../intrinsics.cjs');
const { ownStackGetter } = require('./describe-error.cjs');

const { types } = intrinsics;
const maximumPrototypes = 12;

/**
 * Whether V8 describes a thrown error without running code of the service. When it stops it reads `stack` and `name`; an
 * accessor there is run, once, before the agent can know of it. The agent then stops watching, so that it stays at once.
 */
function mayBeRead(error) {
  if (!types.isNativeError(error)) return true;
  return !hasAccessor(error, 'name') && !hasAccessor(error, 'stack');
}

function hasAccessor(error, key) {
  let object = error;
  for (let step = 0; object !== null && step < maximumPrototypes; step += 1) {
    if (types.isProxy(object)) return true;
    const descriptor = intrinsics.getOwnPropertyDescriptor(object, key);
    if (descriptor !== undefined) {
      return !('value' in descriptor) && !(key === 'stack' && descriptor.get === ownStackGetter);
    }
    object = intrinsics.getPrototypeOf(object);
  }
  return false;
}

module.exports = { mayBeRead };
