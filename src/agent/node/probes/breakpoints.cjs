'use strict';

const { pathToFileURL } = require('node:url');
const { watchCompiledScripts } = require('./compiled-scripts.cjs');
const intrinsics = require('../intrinsics.cjs');

/**
 * Sets and takes away the breakpoints behind probes. Before a file is loaded a breakpoint waits for its URL; once V8
 * has told where it landed, it is set again by script, which costs microseconds and can be done per exchange.
 */
function createBreakpoints({ session, plan }) {
  const placeOf = new Map();
  let hasEnded = false;
  const compiled = watchCompiledScripts({
    session,
    plan,
    wanted: new Set(plan.probes.filter(({ isBuilt }) => isBuilt !== true).map(({ file }) => file)),
  });
  session.post('Debugger.enable');
  session.post('Debugger.setSkipAllPauses', { skip: true });
  session.on('Debugger.breakpointResolved', ({ params }) => {
    const place = intrinsics.mapGet(placeOf, params.breakpointId);
    if (place !== undefined) land({ session, compiled }, place, params.location);
  });
  return {
    arm(place) {
      place.breakpointIds ??= [];
      place.landed ??= [];
      if (hasEnded) return;
      if (place.breakpointIds.length > 0 || place.outOfBlock === true) return;
      if (place.landed.length === 0) armByUrl({ session, plan, place, placeOf, compiled });
      else armByScript(session, place);
    },
    rest(place) {
      for (let index = 0; index < place.breakpointIds.length; index += 1) {
        removeQuietly(session, place.breakpointIds[index]);
      }
      place.breakpointIds = [];
    },
    /** To be called once no place will be armed again: a debugger costs the whole service something as long as it is there. */
    end() {
      // Coverage asks it for the text of compiled scripts, in the same session and at the end of the run.
      if (hasEnded || plan.coverageOf.length > 0) return;
      hasEnded = true;
      session.post('Debugger.disable');
    },
    bindingOf,
  };
}

function armByUrl({ session, plan, place, placeOf, compiled }) {
  try {
    const { breakpointId, locations } = session.post('Debugger.setBreakpointByUrl', {
      urlRegex: urlPattern(plan, place.file),
      lineNumber: place.line - 1,
      columnNumber: place.column - 1,
      condition: place.condition,
    });
    place.breakpointIds[place.breakpointIds.length] = breakpointId;
    intrinsics.mapSet(placeOf, breakpointId, place);
    for (let index = 0; index < locations.length; index += 1)
      land({ session, compiled }, place, locations[index]);
  } catch (error) {
    place.refusal = error.message;
  }
}

function armByScript(session, place) {
  for (let index = 0; index < place.landed.length; index += 1) {
    try {
      const location = place.landed[index];
      const { condition } = place;
      const { breakpointId } = session.post('Debugger.setBreakpoint', { location, condition });
      place.breakpointIds[place.breakpointIds.length] = breakpointId;
    } catch (error) {
      place.refusal = error.message;
    }
  }
}

/** Notes where V8 put the breakpoint. One that slid past the end of its block would show another scope: it goes. */
function land({ session, compiled }, place, location) {
  place.landed[place.landed.length] = location;
  place.isCompiled = place.isBuilt !== true && compiled.of(location.scriptId) !== null;
  if (!place.isCompiled && !isPast(place, location)) return;
  place.outOfBlock = true;
  for (let index = 0; index < place.breakpointIds.length; index += 1) {
    removeQuietly(session, place.breakpointIds[index]);
  }
  place.breakpointIds = [];
}

/** A build may put many statements on one line: there the last column counts too. */
function isPast({ lastLine, lastColumn }, { lineNumber, columnNumber = 0 }) {
  if (lastLine === undefined || lineNumber + 1 < lastLine) return false;
  return lineNumber + 1 > lastLine || (lastColumn !== undefined && columnNumber + 1 > lastColumn);
}

function removeQuietly(session, breakpointId) {
  try {
    session.post('Debugger.removeBreakpoint', { breakpointId });
  } catch {
    // Already gone with its script.
  }
}

/** Matches the file under the root as given and as the file system resolves it, as a path and as a file URL. */
function urlPattern(plan, file) {
  const paths = new Set([`${plan.root}/${file}`, `${plan.realRoot}/${file}`]);
  const urls = [...paths].flatMap((path) => [path, pathToFileURL(path).href]);
  return `^(?:${urls.map((url) => url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?:[?#].*)?$`;
}

/** State of a place for the report: `bound`, `slid` to another line, or `unbound` and why. */
function bindingOf(place) {
  const { landed = [], refusal, outOfBlock, line } = place;
  const last = landed.length === 0 ? undefined : landed[landed.length - 1].lineNumber + 1;
  if (place.isCompiled === true) return { state: 'unbound', note: 'a loader compiled it to other lines' };
  if (outOfBlock === true) return { state: 'unbound', note: `slid to line ${last}, outside its block` };
  if (last === undefined) return { state: 'unbound', note: refusal ?? 'no code was loaded at this place' };
  const rested = place.restedInLoop === true ? 'rested for the remainder of a hot loop' : undefined;
  return last === line
    ? { state: 'bound', note: rested }
    : { state: 'slid', note: rested ?? `to line ${last}` };
}

module.exports = { createBreakpoints };
