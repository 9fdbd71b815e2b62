'use strict';

/** Turns block coverage on as the agent does, and does nothing else: what V8 takes for it by itself. */
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
process.once('exit', () => session.disconnect());
