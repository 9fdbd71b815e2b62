'use strict';

/**
 * Which lines of sources ran, told by a built file that they were compiled into. The agent reads no source maps: the gate
 * names, for each line, the places of the built file that came of it, as offsets in UTF-16 units; a line ran when one
 * of them did. Used for the files that the plan lists as `builtCoverage`.
 */
function createBuiltLines(plan) {
  const files = new Map();
  for (const one of plan.builtCoverage) {
    const known = { length: one.length, points: inOrder(one.points), shift: null };
    for (const root of [plan.root, plan.realRoot]) files.set(`${root}/${one.file}`, known);
  }
  return {
    /** Lines by path of the source; empty for a file that is not built, or not as the gate knows it. */
    linesOf(file, functions) {
      const known = files.get(file);
      const lines = new Map();
      if (known === undefined) return lines;
      // Known from the first reading, in which the file as a whole has just run: later ones tell of its functions alone.
      known.shift ??=
        known.length - functions.reduce((end, { ranges }) => Math.max(end, ranges[0].endOffset), 0);
      const { shift } = known;
      // A byte order mark that the loader left in; otherwise another text than that of which the offsets are.
      if (shift !== 0 && shift !== -1) return lines;
      const hasRun = sweep(functions);
      for (const { path, line, offset } of known.points) {
        if (!lines.has(path)) lines.set(path, new Set());
        if (hasRun(offset - shift)) lines.get(path).add(line);
      }
      return lines;
    },
  };
}

function inOrder(points) {
  return Object.entries(points)
    .flatMap(([path, places]) => places.map(([line, offset]) => ({ path, line, offset })))
    .sort((a, b) => a.offset - b.offset);
}

/** Answers for offsets that only grow: the innermost range around one decides, and V8 nests its ranges. */
function sweep(functions) {
  const ranges = functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const around = [];
  let next = 0;
  return (offset) => {
    for (; next < ranges.length && ranges[next].startOffset <= offset; next += 1) around.push(ranges[next]);
    while (around.length > 0 && around[around.length - 1].endOffset <= offset) around.pop();
    return around.length > 0 && around[around.length - 1].count > 0;
  };
}

module.exports = { createBuiltLines };
