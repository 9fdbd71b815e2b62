'use strict';

const intrinsics = require('./intrinsics.cjs');
const { classOf, ownData } = require('./inspect-object.cjs');

const maximumMessage = 500;
const maximumFrames = 30;
/** A printed stack: class and message on the first line, frames below. Frameworks log errors as such text. */
const printedStack =
  /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)?)(?: \[\w+\])?: ([^\n]*)(?:\n[^\n]*)*?\n {4}at /;
const frame = /\n {4}at (?:[^\n]*\()?(?:file:\/\/)?(\/[^\n]*?):(\d+):\d+\)?(?=\n|$)/;

/**
 * Records errors that can be seen without pausing the program or changing how it deals with them: those nobody
 * caught, rejections nobody handled, and those the program itself prints with `console.error` or `console.warn`.
 * An error that is caught and dropped in silence is not seen here (only a probe in its catch block sees it).
 */
function watchErrors({ context, redactor, root, send }) {
  const report = (found, caught) => {
    const exchange = context.current();
    const record = intrinsics.objectCreate(null);
    record.kind = 'error';
    record.exchangeId = exchange.exchangeId;
    record.sequence = context.nextSequence();
    record.class = found.class;
    const message = intrinsics.stringSlice(found.message, 0, maximumMessage);
    record.message = redactor.redactText(message, exchange.taints);
    record.at = topFrame(found.stack, root);
    record.caught = caught;
    send(record);
  };
  watchProcess(report);
  watchConsole(report);
}

function watchProcess(report) {
  const listenerCount = process.listenerCount.bind(process);
  process.on('uncaughtExceptionMonitor', (error) => {
    attempt(() => report(describe(error), listenerCount('uncaughtException') > 0));
  });
  const emit = process.emit;
  // A listener for `unhandledRejection` would keep the process from ending; standing in front of `emit` does not.
  process.emit = function emitProcessEvent(event, reason) {
    if (event === 'unhandledRejection' && listenerCount('unhandledRejection') > 0) {
      attempt(() => report(describe(reason), true));
    }
    // biome-ignore lint/complexity/noArguments: a rest parameter would be spread by an iterator that a service may have patched.
    return intrinsics.apply(emit, this, arguments);
  };
}

function watchConsole(report) {
  const target = globalThis.console;
  for (const name of ['error', 'warn']) {
    const print = target[name];
    const printAndReport = function () {
      // biome-ignore lint/complexity/noArguments: as above.
      const given = arguments;
      attempt(() => reportPrinted(given, report));
      return intrinsics.apply(print, this, given);
    };
    intrinsics.defineProperty(printAndReport, 'name', { value: name, configurable: true });
    target[name] = printAndReport;
  }
}

function reportPrinted(given, report) {
  for (let index = 0; index < given.length && index < 8; index += 1) {
    const argument = given[index];
    if (typeof argument === 'string') {
      const found = fromText(argument);
      if (found !== null) report(found, true);
    } else if (intrinsics.types.isNativeError(argument)) {
      report(describe(argument), true);
    }
  }
}

function fromText(text) {
  const match = intrinsics.regExpExec(printedStack, intrinsics.stringSlice(text, 0, 8_192));
  return match === null ? null : { class: match[1], message: match[2], stack: text };
}

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

/** The stack as text, unless reading it would run a formatter of the service (`Error.prepareStackTrace`). */
function stackOf(error) {
  if (intrinsics.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value !== ownFormatter) return '';
  const descriptor = intrinsics.getOwnPropertyDescriptor(error, 'stack');
  if (descriptor === undefined) return '';
  if (descriptor.get !== undefined && descriptor.get !== ownStackGetter) return '';
  const stack = 'value' in descriptor ? descriptor.value : intrinsics.apply(descriptor.get, error, []);
  return typeof stack === 'string' ? stack : '';
}

/** Top frame inside the instance's folder and outside its dependencies, as `file:line`; empty when there is none. */
function topFrame(stack, root) {
  let rest = intrinsics.stringSlice(stack, 0, 16_384);
  for (let step = 0; step < maximumFrames; step += 1) {
    const match = intrinsics.regExpExec(frame, rest);
    if (match === null) return '';
    const path = relativePath(match[1], root);
    if (path !== null) return `${path}:${match[2]}`;
    rest = intrinsics.stringSlice(rest, match.index + match[0].length);
  }
  return '';
}

function relativePath(file, root) {
  if (!intrinsics.stringStartsWith(file, `${root}/`)) return null;
  if (intrinsics.stringIndexOf(file, '/node_modules/') !== -1) return null;
  return intrinsics.stringSlice(file, root.length + 1);
}

function attempt(work) {
  try {
    work();
  } catch {
    // An error that cannot be described is left out; the service must not notice.
  }
}

module.exports = { watchErrors };
