'use strict';

const { pathToFileURL } = require('node:url');
const intrinsics = require('../intrinsics.cjs');

/** What Node runs for each request, and hardly anything else: to compile all of Node would take half a second. */
const ofRequests =
  /^node:(?:_http_(?:common|incoming|outgoing|server)|buffer|events|net|string_decoder|internal\/(?:async_hooks|http|linkedlist|perf\/observe|priority_queue|process\/task_queues|stream_base_commons|timers|streams\/(?:destroy|duplex|legacy|readable|state|utils|writable)))$/;

/**
 * Compiles what Node and the agent run for each request, to be done before V8 is asked for block coverage. V8 puts a counter
 * into each block of every function that it compiles from then on, wherever it is, and compiles a function when it is first called: nearly
 * all counters that a request passes would stand in code that nobody asks about, and take as long as the service itself.
 * A script that cannot be compiled ahead is counted as it would be anyway.
 */
function compileAhead({ session, folder }) {
  // Loaded here, since the service would load them later.
  require('node:http');
  const own = [`${folder}/`, pathToFileURL(`${folder}/`).href];
  const scripts = [];
  let isListed = false;
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (!isListed && isWanted(params.url, own)) scripts[scripts.length] = params.scriptId;
  });
  session.post('Debugger.enable');
  isListed = true;
  for (let index = 0; index < scripts.length; index += 1) compile(session, scripts[index]);
  // V8 keeps functions for debugging that it was asked about, and optimises them no more, until the debugger is gone.
  session.post('Debugger.disable');
}

function isWanted(url, own) {
  if (intrinsics.stringStartsWith(url, own[0]) || intrinsics.stringStartsWith(url, own[1])) return true;
  return intrinsics.regExpExec(ofRequests, url) !== null;
}

/** To tell all places where it could stop, V8 compiles every function of the script. */
function compile(session, scriptId) {
  try {
    session.post('Debugger.getPossibleBreakpoints', { start: { scriptId, lineNumber: 0, columnNumber: 0 } });
  } catch {
    // Of a script from Node's snapshot V8 tells nothing; its functions are compiled in there.
  }
}

module.exports = { compileAhead };
