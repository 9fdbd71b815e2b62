'use strict';

const fs = require('node:fs');
const { fileURLToPath } = require('node:url');
const intrinsics = require('../intrinsics.cjs');

/** Longer ones would not fit into a record. */
const longestText = 400_000;
const mark = 0xfeff;

/**
 * Knows scripts that run under the name of a wanted file and are another text: a loader compiled it on the way (tsx, ts-node,
 * @swc-node/register). All such loaders leave a map inside the script, which tells them at no cost. To be made before
 * the session enables its debugger.
 */
function watchCompiledScripts({ session, plan, wanted }) {
  const paths = new Map();
  for (const path of wanted)
    for (const root of [plan.root, plan.realRoot]) paths.set(`${root}/${path}`, path);
  const known = new Map();
  session.on('Debugger.scriptParsed', ({ params }) => {
    const { scriptId, url, sourceMapURL = '' } = params;
    if (!intrinsics.stringStartsWith(sourceMapURL, 'data:')) return;
    const file = fileOf(url);
    const path = file === null ? undefined : intrinsics.mapGet(paths, file);
    if (path !== undefined) intrinsics.mapSet(known, scriptId, { path, file, text: undefined });
  });
  return {
    /** Path and text of a compiled script; the text is empty where it is too long. Null for every other script. */
    of(scriptId) {
      const script = intrinsics.mapGet(known, scriptId);
      if (script === undefined) return null;
      script.text ??= session.post('Debugger.getScriptSource', { scriptId }).scriptSource;
      if (isFile(script)) return null;
      return { path: script.path, text: script.text.length > longestText ? '' : script.text };
    },
  };
}

/** A file may bear a map inside and run as it is. */
function isFile({ file, text }) {
  try {
    return plain(fs.readFileSync(file, 'utf8')) === plain(text);
  } catch {
    return false;
  }
}

function plain(text) {
  return text.charCodeAt(0) === mark ? intrinsics.stringSlice(text, 1) : text;
}

/** The file of a script; loaders and hot reloads put a query behind it. Null for what is no file. */
function fileOf(url) {
  if (intrinsics.stringStartsWith(url, '/')) return url;
  if (!intrinsics.stringStartsWith(url, 'file://')) return null;
  const end = intrinsics.stringIndexOf(url, '?');
  try {
    return fileURLToPath(end === -1 ? url : intrinsics.stringSlice(url, 0, end));
  } catch {
    return null;
  }
}

module.exports = { fileOf, watchCompiledScripts };
