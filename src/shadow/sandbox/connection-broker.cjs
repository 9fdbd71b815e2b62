'use strict';

// Runs in the network of an instance, but outside its processes and files, so that the code under judgement can
// neither see nor touch it. Opens connections to the service on behalf of the gate and hands over the open TCP
// sockets themselves, so that nothing stands between the gate and the service afterwards: ends, resets and pace are
// the service's own. And it holds the doors: loopback ports of the instance that lead to unix sockets outside.
// Argument, as JSON: `{"doors": [{"port": 29101, "socketPath": "…"}]}`. Messages over Node's own channel:
//   in   {"id": 1, "host": "127.0.0.1", "port": 29100}
//   out  {"id": 1} with the socket, or {"id": 1, "code": "ECONNREFUSED"}
// Ends with the channel, that is with the gate.
// In a container there is no channel: with `socketPath` in its argument it listens on that unix socket instead, is asked by
// a line `{"host": "127.0.0.1", "port": 29100}`, answers with the line `open` or a code, and passes the bytes on.

const { closeSync, writeSync } = require('node:fs');
const { connect, createServer } = require('node:net');
const { spliceConnections } = require('./splice-connections.cjs');

const { doors, socketPath: way } = JSON.parse(process.argv[2]);
if (way === undefined) answerOverChannel();
let opening = doors.length;
if (way !== undefined && opening === 0) listenOnWay();
for (const { port, socketPath } of doors) {
  const server = createServer({ allowHalfOpen: true }, (inside) => {
    inside.on('error', () => {});
    const outside = connect({ path: socketPath, allowHalfOpen: true });
    outside.on('error', () => {});
    spliceConnections(inside, outside);
  });
  server.listen({ port, host: '127.0.0.1' }, () => {
    opening -= 1;
    if (opening > 0) return;
    if (way === undefined) tellOpen();
    else listenOnWay();
  });
}

/** The service is started only then. */
function tellOpen() {
  writeSync(1, 'open');
  closeSync(1);
}

function answerOverChannel() {
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ id, host, port }) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    // Nothing may be read before it is handed over: it would be lost.
    socket.pause();
    const refuse = ({ code }) => answer({ id, code });
    socket.once('error', refuse);
    socket.once('connect', () => {
      socket.off('error', refuse);
      socket.on('error', () => {});
      answer({ id }, socket);
    });
  });
}

function answer(message, socket) {
  if (process.connected) process.send(message, socket, {}, () => {});
}

/** The socket appears when all doors are open. The first process of a container must take signals itself to be ended by them. */
function listenOnWay() {
  process.on('SIGTERM', () => process.exit(0));
  createServer({ allowHalfOpen: true }, (gate) => {
    gate.on('error', () => {});
    // The gate says nothing after this line before it is answered.
    gate.once('data', (line) => {
      gate.pause();
      const service = connect({ ...JSON.parse(String(line)), allowHalfOpen: true });
      const refuse = ({ code }) => gate.end(`${code}\n`);
      service.once('error', refuse);
      service.once('connect', () => {
        service.off('error', refuse);
        service.on('error', () => {});
        gate.write('open\n');
        spliceConnections(gate, service);
      });
    });
  }).listen(way);
}
