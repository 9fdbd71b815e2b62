'use strict';

const intrinsics = require('../intrinsics.cjs');

/** Of the connection itself; some bear a password. */
const connectionCommands = new Set([
  ...['AUTH', 'HELLO', 'CLIENT', 'SELECT', 'PING', 'ECHO', 'QUIT', 'RESET', 'COMMAND', 'INFO', 'READONLY'],
  ...['CLUSTER', 'SENTINEL', 'MULTI', 'EXEC', 'DISCARD', 'WATCH', 'UNWATCH', 'ROLE', 'TIME'],
]);
const scripts = new Set(['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO', 'FCALL', 'FCALL_RO']);
const subcommands = new Set([
  'OBJECT',
  'XGROUP',
  'XINFO',
  'MEMORY',
  'SCRIPT',
  'FUNCTION',
  'CONFIG',
  'PUBSUB',
]);
const severalKeys = new Set([
  'DEL',
  'UNLINK',
  'EXISTS',
  'MGET',
  'TOUCH',
  'SUNION',
  'SINTER',
  'SDIFF',
  'WATCH',
]);
/** Words that say how a command works, and are no values. */
const option =
  /^(?:EX|PX|EXAT|PXAT|NX|XX|KEEPTTL|GET|GT|LT|CH|INCR|LIMIT|WITHSCORES|REV|BYSCORE|COUNT|MATCH|STREAMS|BLOCK|MAXLEN|ASC|DESC|ALPHA|STORE|LEFT|RIGHT|REPLACE|PERSIST)$/i;
const upper = /[a-z]/;

/** A command of Redis with its key and `?` for its values; null for what only concerns the connection. */
function redisQuery(words, describe, taints) {
  const command = upperCase(words[0] ?? '');
  if (command === '' || intrinsics.setHas(connectionCommands, command)) return null;
  const given = [];
  let text = command;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (isShown(command, index, word)) text += ` ${describe.text(word, taints)}`;
    else {
      text += ' ?';
      given[given.length] = describe.argument(word, { taints });
    }
  }
  return {
    system: 'redis',
    text: intrinsics.stringSlice(text, 0, 8_000),
    arguments: given,
    cut: text.length > 8_000,
  };
}

/** Keys are shown, since they say what is meant; of a script its number of keys and they, the script itself is a value. */
function isShown(command, index, word) {
  if (intrinsics.setHas(scripts, command)) return index === 2;
  if (index === 1 || intrinsics.setHas(severalKeys, command)) return true;
  if (index === 2 && intrinsics.setHas(subcommands, command)) return true;
  return index > 2 && intrinsics.regExpExec(option, word) !== null;
}

function upperCase(word) {
  if (word.length > 40 || intrinsics.regExpExec(upper, word) === null)
    return intrinsics.stringSlice(word, 0, 40);
  return toUpperCase(word);
}

const toUpperCase = String.prototype.toUpperCase.call.bind(String.prototype.toUpperCase);

module.exports = { redisQuery };
