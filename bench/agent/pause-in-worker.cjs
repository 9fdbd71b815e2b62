'use strict';

/**
 * How others capture from within the process: a session in a worker pauses the main thread at the breakpoint, reads the same
 * variables there in one evaluation, and resumes it. Loaded by `--require` in place of the agent.
 */

const { Session } = require('node:inspector');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

if (isMainThread) {
  globalThis.benchPauses = new Int32Array(new SharedArrayBuffer(12));
  const { BENCH_BREAKPOINT: breakpoint } = process.env;
  new Worker(__filename, {
    workerData: { counts: globalThis.benchPauses, breakpoint },
    execArgv: [],
  }).unref();
} else {
  const { counts, breakpoint } = workerData;
  const session = new Session();
  session.connectToMainThread();
  session.on('Debugger.paused', ({ params }) => {
    const expression = 'JSON.stringify({ order, lines, total, reduction })';
    const { callFrameId } = params.callFrames[0];
    session.post('Debugger.evaluateOnCallFrame', { callFrameId, expression }, (_error, answer) => {
      Atomics.add(counts, 1, 1);
      Atomics.add(counts, 2, answer.result.value.length);
      session.post('Debugger.resume');
    });
  });
  session.post('Debugger.enable');
  session.post('Debugger.setBreakpointByUrl', JSON.parse(breakpoint), () => Atomics.store(counts, 0, 1));
  setInterval(() => {}, 3_600_000);
}
