'use strict';

const fs = require('node:fs');
const { createBuiltLines } = require('./built-coverage.cjs');
const { fileOf, watchCompiledScripts } = require('./compiled-scripts.cjs');

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
  const compiled = watchCompiledScripts({ session, plan, wanted: plan.coverageOf });
  // For the maps inside of scripts; what another session stops for is nothing to this one.
  session.post('Debugger.enable');
  session.post('Debugger.setSkipAllPauses', { skip: true });
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const built = createBuiltLines(plan);
  const executed = new Map();
  const ranOfCompiled = new Map();
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
      if (path === undefined) continue;
      const made = compiled.of(script.scriptId);
      if (made !== null) addCompiled(ranOfCompiled, made, script.functions);
      else add(path, executedLines(readSource(file, script.functions), script.functions));
    }
    return fresh;
  };
  return {
    /** Scripts that are no file, with what of them ran, as offsets by turns of where that begins and ends. */
    compiled: () =>
      [...ranOfCompiled.values()].map(({ path, text, ran }) => ({ path, text, ran: borders(ran) })),
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

function addCompiled(all, { path, text }, functions) {
  const known = all.get(path) ?? { path, text, ran: new Uint8Array(text.length) };
  all.set(path, known);
  const fresh = paint(text.length, functions);
  for (let offset = 0; offset < fresh.length; offset += 1) known.ran[offset] |= fresh[offset];
}

function borders(ran) {
  const found = [];
  for (let offset = 0; offset <= ran.length; offset += 1)
    if ((ran[offset] ?? 0) !== (ran[offset - 1] ?? 0)) found.push(offset);
  return found;
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
  const ran = paint(text.length, functions);
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

function paint(length, functions) {
  const ran = new Uint8Array(length);
  const ranges = functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return ran;
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
