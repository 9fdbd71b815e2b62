'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { syncBuiltinESMExports } = require('node:module');
const intrinsics = require('../intrinsics.cjs');
const { realPath } = require('../real-path.cjs');
const { guarded, wrapMethod } = require('./wrap-method.cjs');

/** What each function of `node:fs` does, without its `Sync`; `open` by its flags. Streams open their files by `open`. */
const operations = {
  ...{
    writeFile: 'write',
    appendFile: 'append',
    truncate: 'write',
    rename: 'rename',
    copyFile: 'copy',
    cp: 'copy',
  },
  ...{ link: 'link', symlink: 'link', unlink: 'remove', rm: 'remove', rmdir: 'remove-folder' },
  ...{ mkdir: 'make-folder', mkdtemp: 'make-folder', open: 'open' },
};
const bearsTwoPaths = new Set(['rename', 'copy', 'link']);
const writes = /[wax+]/;
const appends = /a/;
const { O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_TRUNC } = fs.constants;

/**
 * Sees what is done to files by `node:fs`, its promises and streams. Reading is passed over; so is what a function of `node:fs`
 * does by another. `report(event)` gets the operation and its paths, from the root of the instance where they lie below it.
 */
function watchFiles({ root, report }) {
  const pathOf = createPathOf(root);
  let isInside = false;
  const see = (name, given) => {
    const operation = operations[name] === 'open' ? operationOf(given[1]) : operations[name];
    const from = operation === null ? null : pathOf(given[0]);
    if (from === null) return;
    const event = { operation, path: name === 'mkdtemp' ? `${from}XXXXXX` : from };
    if (!intrinsics.setHas(bearsTwoPaths, operation)) return report(event);
    const to = pathOf(given[1]);
    if (to !== null) report({ ...event, to });
  };
  const around = (name) => (original, receiver, given) => {
    if (isInside) return intrinsics.apply(original, receiver, given);
    isInside = true;
    try {
      guarded(see, name, given);
      return intrinsics.apply(original, receiver, given);
    } finally {
      isInside = false;
    }
  };
  for (const name of Object.keys(operations)) {
    wrapMethod(fs, name, around(name));
    wrapMethod(fs, `${name}Sync`, around(name));
    wrapMethod(fs.promises, name, around(name));
  }
  syncBuiltinESMExports();
}

/** Of a file that is opened: null where it is only read. Without flags it is. */
function operationOf(flags) {
  if (typeof flags === 'string') {
    if (intrinsics.regExpExec(writes, flags) === null) return null;
    return intrinsics.regExpExec(appends, flags) === null ? 'write' : 'append';
  }
  if (typeof flags !== 'number' || (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) === 0) return null;
  return (flags & O_APPEND) === 0 ? 'write' : 'append';
}

/** Null for what is no path, such as the number of an open file. */
function createPathOf(root) {
  const { resolve, sep: separator } = path;
  const roots = [
    { folder: realPath(root), shown: '' },
    { folder: root, shown: '' },
    { folder: realPath(os.tmpdir()), shown: '<tmp>/' },
    { folder: os.tmpdir(), shown: '<tmp>/' },
    // Beside the build lies what else belongs to the instance alone, such as its data.
    { folder: path.dirname(realPath(root)), shown: '../' },
    { folder: path.dirname(root), shown: '../' },
  ].sort((one, other) => other.folder.length - one.folder.length);
  return (given) => {
    const text = textOf(given);
    if (text === null) return null;
    const whole = resolve(text);
    for (let index = 0; index < roots.length; index += 1) {
      const { folder, shown } = roots[index];
      if (intrinsics.stringStartsWith(whole, `${folder}${separator}`))
        return shown + intrinsics.stringSlice(whole, folder.length + 1);
    }
    return whole;
  };
}

const { fileURLToPath, URL: Url } = require('node:url');
const urlPrototype = Url.prototype;
const utf8Slice = Buffer.prototype.utf8Slice.call.bind(Buffer.prototype.utf8Slice);

function textOf(given) {
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given === null || intrinsics.types.isProxy(given)) return null;
  if (intrinsics.types.isUint8Array(given))
    return utf8Slice(given, 0, intrinsics.typedArrayByteLength(given));
  return intrinsics.getPrototypeOf(given) === urlPrototype ? fileURLToPath(given) : null;
}

module.exports = { watchFiles };
