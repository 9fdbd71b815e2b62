'use strict';

const fs = require('node:fs');

/** Folders are held against paths that the operating system tells, which have no links in them. A folder that is gone stays as it is named. */
function realPath(folder) {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}

module.exports = { realPath };
