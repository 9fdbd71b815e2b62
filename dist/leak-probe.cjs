"use strict";

// src/shadow/sandbox/leak-probe.cjs
var { createHash } = require("node:crypto");
var { createSocket } = require("node:dgram");
var { Resolver } = require("node:dns");
var {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync
} = require("node:fs");
var { connect, createServer } = require("node:net");
var { networkInterfaces } = require("node:os");
var patienceMs = 120;
var plan = JSON.parse(process.argv[2]);
var attempts = {
  "environment of other processes": () => otherProcesses().find(({ pid }) => holdsGateEnvironment(pid))?.text ?? null,
  "other processes": () => otherProcesses().find(({ isGate }) => isGate)?.text ?? null,
  "memory of other processes": () => otherProcesses().find(({ pid }) => opens(`/proc/${pid}/mem`))?.text ?? null,
  "inherited descriptors": () => descriptors().find((name) => plan.descriptors.some((each) => name.includes(each))) ?? null,
  "files of the gate and of its user": () => firstAndCount(plan.hidden.filter(exists)),
  "writing outside its folders": () => firstAndCount(plan.readOnly.filter(isWritable)),
  privileges: () => privileges(),
  "network interfaces": () => Object.keys(networkInterfaces()).find((name) => name !== "lo") ?? null,
  TCP: () => reach({ host: "127.0.0.1", port: plan.tcpPort }),
  "TCP over IPv6": () => plan.tcp6Port === null ? null : reach({ host: "::1", port: plan.tcp6Port }),
  "unix sockets": () => reach({ path: plan.unixSocket }),
  "abstract unix sockets": () => reach({ path: `\0${plan.abstractSocket}` }),
  // Whether these arrive, only the canary outside can tell.
  UDP: () => send(),
  DNS: () => ask()
};
if (!isWritable(".")) {
  process.stderr.write(`${process.cwd()} cannot be written to from inside
`);
  process.exit(1);
}
void run();
async function run() {
  const names = Object.keys(attempts);
  const reached = await Promise.all(names.map(async (name) => attempts[name]()));
  const open = names.flatMap((name, at) => reached[at] === null ? [] : [{ name, reached: reached[at] }]);
  process.stdout.write(`${JSON.stringify({ tried: names, open })}
`);
  createServer((socket) => socket.end()).listen({ port: plan.port, host: "127.0.0.1" });
}
function otherProcesses() {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.map(Number).flatMap((pid) => {
    const isGate = pid === plan.gate.pid && startOf(pid) === plan.gate.startTicks;
    return isOwn(pid) ? [] : [{ pid, isGate, text: isGate ? `the gate (process ${pid})` : `process ${pid}` }];
  });
}
function isOwn(pid) {
  return fieldsOf(pid)[3] === fieldsOf("self")[3] || fieldsOf(pid)[0] === void 0;
}
function startOf(pid) {
  return fieldsOf(pid)[19] ?? "";
}
function fieldsOf(pid) {
  const stat = readOrNull(`/proc/${pid}/stat`)?.toString() ?? "";
  return stat === "" ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
function holdsGateEnvironment(pid) {
  const environment = readOrNull(`/proc/${pid}/environ`);
  return environment !== null && createHash("sha256").update(environment).digest("hex") === plan.gate.environment;
}
function opens(path) {
  try {
    closeSync(openSync(path, "r"));
    return true;
  } catch {
    return false;
  }
}
function descriptors() {
  return readdirSync("/proc/self/fd").flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });
}
function privileges() {
  const status = readOrNull("/proc/self/status")?.toString() ?? "";
  const value = (name) => new RegExp(`^${name}:\\s*(\\w+)`, "m").exec(status)?.[1] ?? "unknown";
  if (/[^0]/.test(value("CapEff")) || /[^0]/.test(value("CapBnd")))
    return `capabilities ${value("CapEff")}, at most ${value("CapBnd")}`;
  return value("NoNewPrivs") === "1" ? null : "programs that run as somebody else, such as sudo";
}
function exists(path) {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
function firstAndCount(paths) {
  if (paths.length === 0) return null;
  return paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more`;
}
function reach(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    const end = (reached) => {
      clearTimeout(late);
      socket.destroy();
      resolve(reached);
    };
    const late = setTimeout(end, patienceMs, null);
    socket.once("connect", () => end("a server of the gate"));
    socket.once("error", () => end(null));
  });
}
function send() {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.on("error", () => {
    });
    socket.send(plan.token, plan.udpPort, "127.0.0.1", () => {
      socket.close();
      resolve(null);
    });
  });
}
function ask() {
  return new Promise((resolve) => {
    const resolver = new Resolver({ timeout: patienceMs, tries: 1 });
    resolver.setServers([`127.0.0.1:${plan.dnsPort}`]);
    const late = setTimeout(resolve, patienceMs, null);
    resolver.resolve4(`${plan.token}.invalid`, () => {
      clearTimeout(late);
      resolve(null);
    });
  });
}
function readOrNull(path) {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
