'use strict';

const net = require('node:net');
const intrinsics = require('./intrinsics.cjs');
const { encode } = require('./capture/encode.cjs');

const connect = net.connect;
/** Text held back by a gate that reads too slowly, in bytes, before the queue is left to fill up. */
const writableLimit = 4_194_304;

/**
 * The agent's side of its socket: NDJSON out, NDJSON in. It connects when it is told to, so that a wrapper such as npm,
 * which has the agent too, is never taken for the service; records wait until then. It never keeps the process alive,
 * and never throws. When the gate is gone it stays silent; what could not be queued is counted. `cutToBound` makes a hit or a throw fit.
 */
function createChannel({ path, limits, hello, without, onMessage, onGone, cutToBound }) {
  const state = {
    path,
    limits,
    hello,
    onMessage,
    onGone,
    cutToBound,
    socket: null,
    gone: false,
    scheduled: false,
    ...emptyQueue(),
  };
  const flush = () => {
    state.scheduled = false;
    without(writeOut, state);
  };
  return {
    /** Connects, if it has not yet: this process answers requests, or runs code of the change. */
    open() {
      if (state.socket !== null) return;
      without(openSocket, state);
      flush();
    },
    /** Queues one record. A final one is queued even when there is no room for ordinary ones. */
    send(record, isFinal = false) {
      if (state.gone) return;
      enqueue(state, record, isFinal);
      if (state.scheduled) return;
      state.scheduled = true;
      without(() => intrinsics.setImmediate(flush).unref());
    },
    /** Writes what is queued at once: for the end of the process, where no later turn comes. */
    flush,
    isOpen: () => state.socket !== null && !state.gone,
    dropped: () => state.dropped,
  };
}

function emptyQueue() {
  return { queue: [], characters: 0, dropped: 0 };
}

function enqueue(state, record, isFinal) {
  const line = lineOf(state, record);
  const isFull =
    state.queue.length >= state.limits.queuedRecords ||
    state.characters + line.length > state.limits.queuedCharacters;
  if (isFull && !isFinal) {
    state.dropped += 1;
    return;
  }
  state.queue[state.queue.length] = line;
  state.characters += line.length;
}

/** Most records are small: only one that came out too large is looked at again. */
function lineOf({ limits, cutToBound }, record) {
  const text = encode(record);
  const bearsValues = record.kind === 'hit' || record.kind === 'throw';
  if (!bearsValues || text.length <= limits.snapshotCharacters) return `${text}\n`;
  return `${encode(cutToBound(record))}\n`;
}

function openSocket(state) {
  if (state.socket !== null || state.gone) return;
  const socket = connect({ path: state.path });
  state.socket = socket;
  socket.unref();
  socket.setEncoding('utf8');
  socket.on('error', () => leave(state));
  socket.on('close', () => leave(state));
  socket.on('drain', () => writeOut(state));
  listen(state, socket);
  socket.write(`${encode(state.hello())}\n`);
}

function listen(state, socket) {
  let rest = '';
  socket.on('data', (text) => {
    rest += text;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      tell(state, line);
    }
  });
}

function tell(state, line) {
  try {
    state.onMessage(intrinsics.parse(line));
  } catch {
    // Whatever the gate asked cannot be answered; it goes on without after its own deadline.
  }
}

function writeOut(state) {
  if (state.gone || state.socket === null) return;
  if (state.queue.length === 0 || state.socket.writableLength > writableLimit) return;
  const text = intrinsics.arrayJoin(state.queue, '');
  state.queue = [];
  state.characters = 0;
  state.socket.write(text);
}

function leave(state) {
  if (state.gone) return;
  state.gone = true;
  state.queue = [];
  state.socket?.destroy();
  state.onGone();
}

module.exports = { createChannel };
