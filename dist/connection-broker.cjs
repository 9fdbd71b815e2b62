"use strict";
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// src/shadow/sandbox/splice-connections.cjs
var require_splice_connections = __commonJS({
  "src/shadow/sandbox/splice-connections.cjs"(exports2, module2) {
    "use strict";
    function spliceConnections2(one, other) {
      pass(one, other);
      pass(other, one);
    }
    function pass(from, to) {
      from.pipe(to);
      let failed = false;
      from.on("error", () => {
        failed = true;
      });
      from.on("close", () => {
        if (failed || !from.readableEnded) abort(to);
      });
    }
    function abort(socket) {
      if (socket.destroyed) return;
      if (socket.remotePort !== void 0) socket.resetAndDestroy();
      else socket.destroy();
    }
    module2.exports = { spliceConnections: spliceConnections2 };
  }
});

// src/shadow/sandbox/connection-broker.cjs
var { closeSync, writeSync } = require("node:fs");
var { connect, createServer } = require("node:net");
var { spliceConnections } = require_splice_connections();
var { doors, socketPath: way } = JSON.parse(process.argv[2]);
if (way === void 0) answerOverChannel();
var opening = doors.length;
if (way !== void 0 && opening === 0) listenOnWay();
for (const { port, socketPath } of doors) {
  const server = createServer({ allowHalfOpen: true }, (inside) => {
    inside.on("error", () => {
    });
    const outside = connect({ path: socketPath, allowHalfOpen: true });
    outside.on("error", () => {
    });
    spliceConnections(inside, outside);
  });
  server.listen({ port, host: "127.0.0.1" }, () => {
    opening -= 1;
    if (opening > 0) return;
    if (way === void 0) tellOpen();
    else listenOnWay();
  });
}
function tellOpen() {
  writeSync(1, "open");
  closeSync(1);
}
function answerOverChannel() {
  process.on("disconnect", () => process.exit(0));
  process.on("message", ({ id, host, port }) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    socket.pause();
    const refuse = ({ code }) => answer({ id, code });
    socket.once("error", refuse);
    socket.once("connect", () => {
      socket.off("error", refuse);
      socket.on("error", () => {
      });
      answer({ id }, socket);
    });
  });
}
function answer(message, socket) {
  if (process.connected) process.send(message, socket, {}, () => {
  });
}
function listenOnWay() {
  process.on("SIGTERM", () => process.exit(0));
  createServer({ allowHalfOpen: true }, (gate) => {
    gate.on("error", () => {
    });
    gate.once("data", (line) => {
      gate.pause();
      const service = connect({ ...JSON.parse(String(line)), allowHalfOpen: true });
      const refuse = ({ code }) => gate.end(`${code}
`);
      service.once("error", refuse);
      service.once("connect", () => {
        service.off("error", refuse);
        service.on("error", () => {
        });
        gate.write("open\n");
        spliceConnections(gate, service);
      });
    });
  }).listen(way);
}
