'use strict';

const intrinsics = require('../intrinsics.cjs');

/**
 * Origin and path of an outbound call as it may leave the process: no credentials, and in place of every query value
 * a keyed token, so that a changed argument is still seen.
 */
function redactUrl({ origin, path, redactor, taints }) {
  const mark = intrinsics.stringIndexOf(path, '?');
  const plainPath = redactor.redactText(mark === -1 ? path : intrinsics.stringSlice(path, 0, mark), taints);
  const place = `${withoutCredentials(origin)}${plainPath}`;
  const url =
    mark === -1 ? place : `${place}?${redactQuery(intrinsics.stringSlice(path, mark + 1), redactor)}`;
  return intrinsics.stringSlice(url, 0, 2_000);
}

function withoutCredentials(origin) {
  const at = intrinsics.stringIndexOf(origin, '@');
  if (at === -1) return origin;
  const scheme = intrinsics.stringIndexOf(origin, '://');
  return intrinsics.stringSlice(origin, 0, scheme + 3) + intrinsics.stringSlice(origin, at + 1);
}

function redactQuery(query, redactor) {
  let redacted = '';
  let rest = query;
  for (let end = 0; end !== -1; rest = intrinsics.stringSlice(rest, end + 1)) {
    end = intrinsics.stringIndexOf(rest, '&');
    const part = end === -1 ? rest : intrinsics.stringSlice(rest, 0, end);
    redacted += (redacted === '' ? '' : '&') + redactPart(part, redactor);
  }
  return redacted;
}

function redactPart(part, redactor) {
  const equals = intrinsics.stringIndexOf(part, '=');
  if (equals === -1) return part;
  const value = intrinsics.stringSlice(part, equals + 1);
  return `${intrinsics.stringSlice(part, 0, equals)}=<${intrinsics.stringSlice(redactor.digest(value), 0, 8)}>`;
}

module.exports = { redactUrl };
