'use strict';

const fs = require('node:fs');
const { fileURLToPath } = require('node:url');
const { createBuiltLines } = require('./built-coverage.cjs');

/**
 * Block coverage of chosen files, from the first line of the service on. `all` reads which lines ran so far: one entry for
 * each chosen file that this process loaded, empty lines included, none for a file never loaded. `sinceLast` reads which
 * ran since it was last asked, since V8 counts anew after each reading; files of which nothing ran are left out.
 */
function startCoverage({ session, plan }) {
  const paths = new Map();
  for (const path of plan.coverageOf) {
    paths.set(`${plan.root}/${path}`, path);
    paths.set(`${plan.realRoot}/${path}`, path);
  }
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const built = createBuiltLines(plan);
  const executed = new Map();
  const take = () => {
    const fresh = new Map();
    const add = (path, lines) => {
      if (!executed.has(path)) executed.set(path, new Set());
      if (!fresh.has(path)) fresh.set(path, new Set());
      for (const line of lines) {
        executed.get(path).add(line);
        fresh.get(path).add(line);
      }
    };
    for (const script of session.post('Profiler.takePreciseCoverage').result) {
      const file = fileOf(script.url);
      if (file === null) continue;
      for (const [path, lines] of built.linesOf(file, script.functions)) add(path, lines);
      const path = paths.get(file);
      if (path !== undefined) add(path, executedLines(readSource(file, script.functions), script.functions));
    }
    return fresh;
  };
  return {
    all() {
      take();
      return [...executed].map(([path, lines]) => ({ path, lines: [...lines].sort((a, b) => a - b) }));
    },
    sinceLast() {
      return [...take()]
        .filter(([, lines]) => lines.size > 0)
        .map(([path, lines]) => ({ path, lines: [...lines] }));
    },
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

/**
 * The text as V8 compiled it. A byte order mark is kept for CommonJS and dropped for ES modules; the length of the
 * script, which is the end of its outermost range, tells which.
 */
function readSource(file, functions) {
  const text = fs.readFileSync(file, 'utf8');
  const length = Math.max(...functions.map((one) => one.ranges[0]?.endOffset ?? 0));
  return text.charCodeAt(0) === 0xfeff && length < text.length ? text.slice(1) : text;
}

/**
 * Lines of which some part lies outside every range that never ran. Ranges are painted from
 * the outer to the inner, as V8 nests them; offsets are UTF-16 units.
 */
function executedLines(text, functions) {
  const ran = new Uint8Array(text.length);
  const ranges = functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  const lines = [];
  let start = 0;
  for (let line = 1; start <= text.length; line += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (hasRun(text, ran, { start, end })) lines.push(line);
    start = end + 1;
  }
  return lines;
}

/** Words decide: around a branch that did not run, V8 counts its `:` or `;` as run. A line without words goes by the rest. */
function hasRun(text, ran, { start, end }) {
  let hasWord = false;
  let wordRan = false;
  let anyRan = false;
  for (let offset = start; offset < end; offset += 1) {
    if (text.charCodeAt(offset) <= 32) continue;
    const isWord = word.test(text[offset]);
    hasWord ||= isWord;
    wordRan ||= isWord && ran[offset] === 1;
    anyRan ||= ran[offset] === 1;
  }
  return hasWord ? wordRan : anyRan;
}

const word = /[\w$"'`\u0080-\uffff]/;

module.exports = { startCoverage };
