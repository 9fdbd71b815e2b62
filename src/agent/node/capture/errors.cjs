'use strict';

const intrinsics = require('../intrinsics.cjs');
const { describe, shownMessage, topFrame } = require('./describe-error.cjs');

/** A printed stack: class and message on the first line, frames below. Frameworks log errors as such text. */
const printedStack =
  /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)?)(?: \[\w+\])?: ([^\n]*)(?:\n[^\n]*)*?\n {4}at /;

/**
 * Records errors that can be seen without pausing the program or changing how it deals with them: those nobody
 * caught, rejections nobody handled, and those the program itself prints with `console.error` or `console.warn`.
 * An error that is caught and dropped in silence is not seen here; `thrown-errors.cjs` sees it.
 */
function watchErrors({ context, redactor, root, send }) {
  const report = (found, caught) => {
    const exchange = context.current();
    const record = new intrinsics.Bare();
    record.kind = 'error';
    record.exchangeId = exchange.exchangeId;
    record.sequence = context.nextSequence();
    record.class = found.class;
    record.message = shownMessage(found.message, redactor, exchange.taints);
    const top = topFrame(found.stack, root);
    record.at = top.at;
    record.column = top.column;
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

function attempt(work) {
  try {
    work();
  } catch {
    // An error that cannot be described is left out; the service must not notice.
  }
}

module.exports = { watchErrors };
