'use strict';

const intrinsics = require('../intrinsics.cjs');
const { openSession } = require('../probes/inspector-session.cjs');

/** Functions told of one exchange, those that allocate most; what the others come to is in the sum. */
const mostFunctions = 60;
const mostName = 200;
const mostPath = 4_000;
const decode = decodeURIComponent;
const major = Number.parseInt(process.versions.node, 10);
/** Node 18 takes the parameters below and does not heed them. */
const collectedFrom = 20;
const parameters = Object.freeze({
  samplingInterval: 4096,
  // Without these only what is still alive at the end would be told, and most of what a request allocates is garbage by then.
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
});

/** Tells what each function allocates. V8 collects garbage for each profile, which costs milliseconds: only what was found to allocate more is asked. */
function createProfileMeter({ root, realRoot }) {
  if (major < collectedFrom) throw new Error('V8 of this Node tells only of what is still alive');
  const read = createProfileReader({ root, realRoot });
  const session = openSession();
  return {
    begin: () => session.post('HeapProfiler.startSampling', parameters),
    end: () => read(session.post('HeapProfiler.stopSampling').profile),
  };
}

/**
 * Reads allocation profiles of V8: bytes by function of the service. What dependencies, Node, V8 and callbacks without a name allocate belongs to
 * the nearest function of the service that called them; what none called, such as the reading of a request, is only in the sum.
 */
function createProfileReader({ root, realRoot }) {
  const paths = new intrinsics.SafeMap();
  const pathOf = (url) => {
    const known = intrinsics.mapGet(paths, url);
    if (known !== undefined) return known;
    const path = pathInApp(url, root) ?? pathInApp(url, realRoot);
    intrinsics.mapSet(paths, url, path);
    return path;
  };
  return ({ head }) => {
    const found = { total: 0, functions: [], byKey: new intrinsics.SafeMap() };
    const stack = [{ node: head, owner: null }];
    while (stack.length > 0) {
      const { node, owner } = stack[stack.length - 1];
      stack.length -= 1;
      const here =
        owner !== null && isNameless(node.callFrame)
          ? owner
          : (ownerOf(node.callFrame, pathOf, found) ?? owner);
      found.total += node.selfSize;
      if (here !== null) here.bytes += node.selfSize;
      for (let index = 0; index < node.children.length; index += 1)
        stack[stack.length] = { node: node.children[index], owner: here };
    }
    return { total: found.total, functions: largest(found.functions) };
  };
}

function isNameless({ functionName }) {
  return functionName === '' || functionName === '(anonymous)';
}

/** Null where the function is not one of the service. */
function ownerOf(frame, pathOf, { functions, byKey }) {
  const { url, functionName, lineNumber, columnNumber } = frame;
  const file = pathOf(url);
  if (file === null) return null;
  const name = isNameless(frame) ? '' : intrinsics.stringSlice(functionName, 0, mostName);
  const key = `${lineNumber}:${columnNumber} ${name} ${file}`;
  const known = intrinsics.mapGet(byKey, key);
  if (known !== undefined) return known;
  const owner = intrinsics.objectCreate(null);
  owner.file = file;
  owner.function = name;
  owner.line = lineNumber + 1;
  owner.column = columnNumber + 1;
  owner.bytes = 0;
  intrinsics.mapSet(byKey, key, owner);
  functions[functions.length] = owner;
  return owner;
}

function pathInApp(url, root) {
  let file = url;
  if (intrinsics.stringStartsWith(url, 'file://')) {
    try {
      file = decode(intrinsics.stringSlice(url, 7));
    } catch {
      return null;
    }
  }
  if (!intrinsics.stringStartsWith(file, `${root}/`)) return null;
  if (intrinsics.stringIndexOf(file, '/node_modules/') !== -1) return null;
  return intrinsics.stringSlice(file, root.length + 1, root.length + 1 + mostPath);
}

/** By insertion, since the sorting of arrays may have been patched, and the list is short. */
function largest(functions) {
  const kept = [];
  for (let index = 0; index < functions.length; index += 1) {
    const one = functions[index];
    one.bytes = one.bytes - (one.bytes % 1);
    if (one.bytes === 0) continue;
    const isFull = kept.length === mostFunctions;
    let place = isFull ? mostFunctions - 1 : kept.length;
    if (isFull && kept[place].bytes >= one.bytes) continue;
    for (; place > 0 && kept[place - 1].bytes < one.bytes; place -= 1) kept[place] = kept[place - 1];
    kept[place] = one;
  }
  return kept;
}

module.exports = { createProfileMeter };
