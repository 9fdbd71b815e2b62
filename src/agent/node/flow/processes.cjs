'use strict';

const childProcess = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');
const path = require('node:path');
const intrinsics = require('../intrinsics.cjs');
const { ownData } = require('../capture/inspect-object.cjs');
const { watchMethod } = require('./wrap-method.cjs');

const shells = /^(?:sh|bash|dash|zsh|cmd\.exe)$/;
const mostArguments = 100;
const basename = path.basename;

/** Sees the programs that the service starts, by any function of `node:child_process`. `report(event)` gets command and arguments. */
function watchProcesses({ report }) {
  const tell = (command, given, shell) => {
    const isOwnNode = command === process.execPath;
    report({ command: isOwnNode ? 'node' : command, given, shell });
  };
  // All that does not wait goes through here, as the line that is handed to the system.
  watchMethod(childProcess.ChildProcess.prototype, 'spawn', (_, given) => reportSpawn(given[0], tell));
  for (const name of ['spawnSync', 'execFileSync', 'execSync'])
    watchMethod(childProcess, name, (_, given) => reportSync(name, given, tell));
  syncBuiltinESMExports();
}

function reportSync(name, given, tell) {
  const command = given[0];
  if (typeof command !== 'string') return;
  const isList = isPlainList(given[1]);
  const shell = name === 'execSync' || asksForShell(isList ? given[2] : given[1]);
  tell(command, isList ? textsOf(given[1], 0) : [], shell);
}

function reportSpawn(options, tell) {
  const file = ownData(options, 'file')?.value;
  const words = ownData(options, 'args')?.value;
  if (typeof file !== 'string') return;
  const given = isPlainList(words) ? textsOf(words, 1) : [];
  const isShell =
    intrinsics.regExpExec(shells, basename(file)) !== null && given[0] === '-c' && given.length === 2;
  if (isShell) tell(given[1], [], true);
  else tell(file, given, false);
}

function asksForShell(options) {
  if (typeof options !== 'object' || options === null || intrinsics.types.isProxy(options)) return false;
  const own = ownData(options, 'shell')?.value;
  return own === true || typeof own === 'string';
}

/** Each as text; what is no text is left as such. */
function textsOf(words, from) {
  const texts = [];
  for (let index = from; index < words.length && index - from < mostArguments; index += 1) {
    const word = ownData(words, `${index}`)?.value;
    texts[index - from] = typeof word === 'string' ? word : '<object>';
  }
  return texts;
}

function isPlainList(value) {
  return !intrinsics.types.isProxy(value) && intrinsics.arrayIsArray(value);
}

module.exports = { watchProcesses };
