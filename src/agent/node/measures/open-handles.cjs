'use strict';

const fs = require('node:fs');
const intrinsics = require('../intrinsics.cjs');

const activeResources = process.getActiveResourcesInfo;
const { readdirSync, readlinkSync } = fs;
/** Sorts of open handles that are told apart. */
const mostSorts = 40;
/** More descriptors than these are not looked at one by one. */
const mostDescriptors = 1_024;
const descriptors = '/proc/self/fd';

/**
 * What is open, counted by sort: what keeps the process alive, such as sockets, timers and reads, and, where the system
 * tells it, files that were opened and not closed (`OpenFile`). Cheap enough to be asked after every exchange.
 */
function countHandles() {
  const counts = intrinsics.objectCreate(null);
  const files = countFiles();
  if (files !== null) counts.OpenFile = files;
  if (typeof activeResources !== 'function') return counts;
  const names = intrinsics.apply(activeResources, process, []);
  let sorts = 0;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    if (counts[name] === undefined && sorts >= mostSorts) continue;
    if (counts[name] === undefined) sorts += 1;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Null where the system does not tell. The descriptor of the reading itself is gone by the time it is looked at. */
function countFiles() {
  let names;
  try {
    names = readdirSync(descriptors);
  } catch {
    return null;
  }
  if (names.length > mostDescriptors) return names.length;
  let files = 0;
  for (let index = 0; index < names.length; index += 1) if (isFile(names[index])) files += 1;
  return files;
}

function isFile(name) {
  try {
    const target = readlinkSync(`${descriptors}/${name}`);
    return intrinsics.stringStartsWith(target, '/') && !intrinsics.stringStartsWith(target, '/dev/');
  } catch {
    return false;
  }
}

module.exports = { countHandles };
