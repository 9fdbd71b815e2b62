'use strict';

const intrinsics = require('../intrinsics.cjs');
const { readData, uncomputed } = require('../capture/inspect-object.cjs');

const identifier = /^(?:this|[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)$/u;

const notPrimitive = 'not a primitive';

/**
 * What generated expressions may call, handed to them as `$`: `p` refuses everything but primitives, so that no
 * operator can run a `valueOf`; `g` reads a property as plain data; `m` is Math as it was at load; `u` stands for what
 * was not computed.
 */
const expressionTools = Object.freeze({
  p(value) {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
      throw new TypeError(notPrimitive);
    }
    return value;
  },
  g: readData,
  u: uncomputed,
  m: Object.freeze(Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]]))),
});

/**
 * The breakpoint condition of one place. It hands each wanted variable to the hook inside a thunk of its own, so that
 * one that cannot be read spoils no other, and is always false: the program never stops.
 * Returns the text and, per probe, which thunk holds which name. V8 compiles the condition anew at each pass, and a function in parentheses along
 * with it: one that it leaves for its call, as it does others, takes longer than what it reads.
 */
function buildCondition(hookName, index, probes) {
  const thunks = [];
  const slotOf = new Map();
  const slot = (source) => {
    if (!slotOf.has(source)) slotOf.set(source, thunks.push(source) - 1);
    return slotOf.get(source);
  };
  const slots = probes.map((probe) => {
    const named = probe.names
      .filter((name) => identifier.test(name))
      .map((name) => ({ name, slot: slot(`(()=>${name})`) }));
    const renamed = Object.entries(probe.renamed ?? {})
      .filter(([, inCode]) => identifier.test(inCode))
      .map(([name, inCode]) => ({ name, slot: slot(`(()=>${inCode})`) }));
    const generated = Object.entries(probe.expressions ?? {}).map(([name, source]) => ({
      name,
      slot: slot(`(($)=>(${source}))`),
    }));
    return [...named, ...renamed, ...generated];
  });
  return { condition: `${hookName}(${index},[${thunks.join(',')}])`, slots };
}

/** Why a thunk failed, in the words of the protocol. Newer V8 refuses a variable before its initialiser ran. */
function reasonOf(error) {
  if (!intrinsics.types.isNativeError(error)) return 'not-in-scope';
  const message = intrinsics.getOwnPropertyDescriptor(error, 'message')?.value;
  if (message === 'getter' || message === 'proxy') return message;
  // An operator on an object would run its `valueOf`, which is code of the service as a getter is.
  if (message === notPrimitive) return 'getter';
  if (typeof message !== 'string') return 'not-in-scope';
  return intrinsics.stringStartsWith(message, 'Cannot access') ? 'not-initialised' : 'not-in-scope';
}

module.exports = { buildCondition, expressionTools, reasonOf };
