'use strict';

const intrinsics = require('../intrinsics.cjs');
const { findRandomWord } = require('../determinism/random-words.cjs');

/**
 * Names whose value is a secret or personal whatever it looks like, after lower-casing and dropping `- _ @ $ .`.
 * A name that ends in one of `secretEndings` counts too (`stripeApiKey`, `userPassword`).
 */
const secretNames = new Set([
  ...['auth', 'authorization', 'proxyauthorization', 'bearer', 'jwt', 'sid', 'sessionid', 'session', 'csrf'],
  ...['xsrf', 'cookie', 'cookies', 'setcookie', 'pin', 'otp', 'totp', 'cvv', 'cvc', 'ssn', 'iban', 'pan'],
  ...['cardnumber', 'creditcard', 'accountnumber', 'routingnumber', 'connectionstring', 'dsn', 'salt'],
  ...['signature', 'hmac', 'pem', 'nonce', 'credential', 'credentials', 'mfa', 'recoverycode', 'passphrase'],
  ...['email', 'emailaddress', 'phone', 'phonenumber', 'birthdate', 'dateofbirth', 'taxid', 'passport'],
]);
const secretEndings =
  /(?:password|passwd|pwd|secret|token|apikey|privatekey|secretkey|accesskey|encryptionkey)s?$/;
const separators = /[-_@$.\s]/g;

/** Shapes that are secrets under any name: JSON web tokens, keys of well-known issuers, PEM blocks, credentials in URLs. */
const secretShapes = [
  /eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/,
  /\b(?:sk|pk|rk)_(?:live|test)_\w{8,}/,
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,})/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/i,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
  /\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b/i,
  /\b\d(?:[ -]?\d){14,18}\b/,
  // A secret beside its name: in JSON, in a query, in SQL, in settings of an environment.
  /(?:password|passwd|pwd|secret|token|api[-_]?key|private[-_]?key|access[-_]?key|credentials?)(?:\\*["'`])?\s*(?:=|:)\s*(?:\\*["'`])?[^\s"'`&,;}\\]{3,}/i,
];

/**
 * Replaces secrets inside the process, before anything is queued. A secret becomes a keyed token, so that two builds
 * given the same key still show whether it changed. `key` is the hex key of the run.
 */
function createRedactor(key) {
  const keyed = (text) => {
    const mac = intrinsics.createHmac('sha256', key);
    intrinsics.hmacUpdate(mac, text);
    return intrinsics.stringSlice(intrinsics.hmacDigest(mac, 'hex'), 0, 16);
  };
  /** Takes known secrets of this exchange, then every secret shape, out of a longer text. */
  const redactText = (text, taints) => {
    let clean = text;
    for (let index = 0; index < taints.length; index += 1) clean = replaceAll(clean, taints[index], keyed);
    for (let index = 0; index < secretShapes.length; index += 1) clean = replaceShape(clean, index, keyed);
    return replaceRandom(clean, keyed);
  };
  return { digest: keyed, redactText, isSecretName, isSecretText };
}

/** The same few names come again and again; values never do. */
const namesKnown = new intrinsics.SafeMap();
const mostNamesKnown = 5_000;

function isSecretName(name) {
  if (name.length > 80) return false;
  let isSecret = intrinsics.mapGet(namesKnown, name);
  if (isSecret === undefined) {
    isSecret = soundsSecret(name);
    if (intrinsics.mapSize(namesKnown) < mostNamesKnown) intrinsics.mapSet(namesKnown, name, isSecret);
  }
  return isSecret;
}

function soundsSecret(name) {
  const plain = dropSeparators(intrinsics.stringToLowerCase(name));
  return intrinsics.setHas(secretNames, plain) || intrinsics.regExpExec(secretEndings, plain) !== null;
}

function dropSeparators(name) {
  let plain = '';
  for (let index = 0; index < name.length; index += 1) {
    separators.lastIndex = 0;
    if (intrinsics.regExpExec(separators, name[index]) === null) plain += name[index];
  }
  return plain;
}

/** Characters of the shortest text with one of the shapes above: `a@b.co`. */
const shortestShape = 6;

/** Whether a string holds a secret by its shape, or is (or contains) one that came with this exchange's request. */
function isSecretText(text, taints) {
  const head = text.length > 4096 ? intrinsics.stringSlice(text, 0, 4096) : text;
  for (let index = 0; index < taints.length; index += 1) {
    if (intrinsics.stringIndexOf(head, taints[index]) !== -1) return true;
  }
  if (head.length < shortestShape) return false;
  for (let index = 0; index < secretShapes.length; index += 1) {
    if (intrinsics.regExpExec(secretShapes[index], head) !== null) return true;
  }
  return findRandomWord(head) !== null;
}

function replaceAll(text, secret, keyed) {
  let clean = '';
  let rest = text;
  for (
    let at = intrinsics.stringIndexOf(rest, secret);
    at !== -1;
    at = intrinsics.stringIndexOf(rest, secret)
  ) {
    clean += `${intrinsics.stringSlice(rest, 0, at)}<redacted ${keyed(secret)}>`;
    rest = intrinsics.stringSlice(rest, at + secret.length);
  }
  return clean + rest;
}

function replaceShape(text, shape, keyed) {
  let clean = '';
  let rest = text;
  for (let found = find(shape, rest); found !== null; found = find(shape, rest)) {
    clean += `${intrinsics.stringSlice(rest, 0, found.index)}<redacted ${keyed(found[0])}>`;
    rest = intrinsics.stringSlice(rest, found.index + found[0].length);
  }
  return clean + rest;
}

function replaceRandom(text, keyed) {
  let clean = '';
  let rest = text;
  for (let found = findRandomWord(rest); found !== null; found = findRandomWord(rest)) {
    const end = found.index + found.length;
    const secret = intrinsics.stringSlice(rest, found.index, end);
    clean += `${intrinsics.stringSlice(rest, 0, found.index)}<redacted ${keyed(secret)}>`;
    rest = intrinsics.stringSlice(rest, end);
  }
  return clean + rest;
}

function find(shape, text) {
  return intrinsics.regExpExec(secretShapes[shape], text);
}

module.exports = { createRedactor };
