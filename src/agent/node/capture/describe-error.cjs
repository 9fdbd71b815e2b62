'use strict';

const intrinsics = require('../intrinsics.cjs');
const { classOf, ownData } = require('./inspect-object.cjs');

const maximumMessage = 500;
const maximumFrames = 30;
const frame = /\n {4}at (?:[^\n]*\()?(?:file:\/\/)?(\/[^\n]*?):(\d+):(\d+)\)?(?=\n|$)/;

/** Class, message and stack of what was thrown, as far as they are plain data; read by whatever reports an error. */
function describe(error) {
  if (!intrinsics.types.isNativeError(error)) return { class: typeof error, message: '', stack: '' };
  const message = ownData(error, 'message');
  return {
    class: classOf(error) || 'Error',
    message: message !== null && typeof message.value === 'string' ? message.value : '',
    stack: stackOf(error),
  };
}

const ownStackGetter = intrinsics.getOwnPropertyDescriptor(new Error('probe'), 'stack')?.get;
/** Newer Node has a formatter of its own there; only a service puts another one. */
const ownFormatter = intrinsics.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value;

/** Whether the stack of an error can be read without running a formatter of the service. */
function hasOwnFormatter() {
  return intrinsics.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value === ownFormatter;
}

/** The stack as text, unless reading it would run a formatter of the service (`Error.prepareStackTrace`). */
function stackOf(error) {
  if (!hasOwnFormatter()) return '';
  const descriptor = intrinsics.getOwnPropertyDescriptor(error, 'stack');
  if (descriptor === undefined) return '';
  if (descriptor.get !== undefined && descriptor.get !== ownStackGetter) return '';
  const stack = 'value' in descriptor ? descriptor.value : intrinsics.apply(descriptor.get, error, []);
  return typeof stack === 'string' ? stack : '';
}

/** Top frame inside the instance's folder and outside its dependencies; `at` is `file:line`, empty when there is none. */
function topFrame(stack, root) {
  let rest = intrinsics.stringSlice(stack, 0, 16_384);
  for (let step = 0; step < maximumFrames; step += 1) {
    const match = intrinsics.regExpExec(frame, rest);
    if (match === null) break;
    const path = relativePath(match[1], root);
    if (path !== null) return { at: `${path}:${match[2]}`, column: +match[3] };
    rest = intrinsics.stringSlice(rest, match.index + match[0].length);
  }
  return { at: '', column: undefined };
}

function relativePath(file, root) {
  if (!intrinsics.stringStartsWith(file, `${root}/`)) return null;
  if (intrinsics.stringIndexOf(file, '/node_modules/') !== -1) return null;
  return intrinsics.stringSlice(file, root.length + 1);
}

/** A message as it may leave the process: cut, and without secrets. */
function shownMessage(message, redactor, taints) {
  // Cut twice: half a secret at the end would not be known for one.
  const clean = redactor.redactText(intrinsics.stringSlice(message, 0, 8 * maximumMessage), taints);
  return intrinsics.stringSlice(clean, 0, maximumMessage);
}

module.exports = { describe, hasOwnFormatter, ownStackGetter, relativePath, shownMessage, topFrame };
