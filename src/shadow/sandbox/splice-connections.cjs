'use strict';

/**
 * Joins two connections so that each side sees what the other does: bytes in order, no faster than they are taken,
 * the end of one direction as the end of that direction alone, and a reset as a reset where the system lets one be
 * passed on (to TCP it does; a unix socket has none, so there the connection just ends).
 * Both must be made with `allowHalfOpen`. Used inside the sandbox and out.
 * @param {import('node:net').Socket} one
 * @param {import('node:net').Socket} other
 * @returns {void}
 */
function spliceConnections(one, other) {
  pass(one, other);
  pass(other, one);
}

function pass(from, to) {
  from.pipe(to);
  let failed = false;
  from.on('error', () => {
    failed = true;
  });
  // Whatever ends `from` before its end came through must not look like an end to the other side.
  from.on('close', () => {
    if (failed || !from.readableEnded) abort(to);
  });
}

/** A TCP connection can be reset; any other is closed. */
function abort(socket) {
  if (socket.destroyed) return;
  if (socket.remotePort !== undefined) socket.resetAndDestroy();
  else socket.destroy();
}

module.exports = { spliceConnections };
