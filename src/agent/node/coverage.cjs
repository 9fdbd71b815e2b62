'use strict';

const fs = require('node:fs');
const { fileURLToPath } = require('node:url');

/**
 * Block coverage of chosen files, from the first line of the service on. Returns the function that reads which lines
 * ran: one entry for each chosen file that this process loaded, empty lines included, none for a file never loaded.
 */
function startCoverage({ session, plan }) {
  const paths = new Map();
  for (const path of plan.coverageOf) {
    paths.set(`${plan.root}/${path}`, path);
    paths.set(`${plan.realRoot}/${path}`, path);
  }
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return function takeExecutedLines() {
    const executed = new Map();
    for (const script of session.post('Profiler.takePreciseCoverage').result) {
      const file = fileOf(script.url);
      const path = file === null ? undefined : paths.get(file);
      if (path === undefined) continue;
      if (!executed.has(path)) executed.set(path, new Set());
      for (const line of executedLines(readSource(file), script.functions)) executed.get(path).add(line);
    }
    return [...executed].map(([path, lines]) => ({ path, lines: [...lines].sort((a, b) => a - b) }));
  };
}

function fileOf(url) {
  if (url.startsWith('/')) return url;
  if (!url.startsWith('file://')) return null;
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

/** The text as V8 compiled it: Node drops a byte order mark, and keeps the rest of the file as it is. */
function readSource(file) {
  const text = fs.readFileSync(file, 'utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * Lines of which some character that is not blank lies outside every range that never ran. Ranges are painted from
 * the outer to the inner, as V8 nests them; offsets are UTF-16 units.
 */
function executedLines(text, functions) {
  const ran = new Uint8Array(text.length);
  const ranges = functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  const lines = [];
  let line = 1;
  let hasRun = false;
  for (let offset = 0; offset <= text.length; offset += 1) {
    const character = text.charCodeAt(offset);
    if (offset === text.length || character === 10) {
      if (hasRun) lines.push(line);
      line += 1;
      hasRun = false;
    } else if (ran[offset] === 1 && character > 32) hasRun = true;
  }
  return lines;
}

module.exports = { executedLines, startCoverage };
