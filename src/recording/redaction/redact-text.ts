import { applyEdits } from './byte-edits.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactCredential } from './redact-credential.ts';
import { isCleanByPieces, searchedByPieces } from './search-pieces.ts';
import { secretKindOf } from './secret-names.ts';

/**
 * What gives itself away without any name beside it, in whatever it stands: JWTs, bearer credentials, private keys,
 * keys of known issuers, passwords and secrets in URLs. Then every secret that this recording has replaced before.
 */
export function redactPatterns(bytes: Buffer, pseudonyms: Pseudonyms): Buffer {
  const text = bytes.toString('latin1');
  const replaced = selfEvident.reduce((rest, pattern) => pattern(rest, pseudonyms), text);
  const searched = replaced === text ? bytes : Buffer.from(replaced, 'latin1');
  return applyEdits(searched, pseudonyms.findKnown(searched));
}

/**
 * Text that no parser of ours understands, or that claimed to be JSON and is not: besides the patterns above, values
 * are replaced that follow a secret name as an assignment, an XML element or an HTML input.
 */
export function redactText(bytes: Buffer, pseudonyms: Pseudonyms): Buffer {
  const isLarge = bytes.length > searchedByPieces;
  return isLarge && isCleanByPieces(bytes, pseudonyms, redactWhole) ? bytes : redactWhole(bytes, pseudonyms);
}

function redactWhole(bytes: Buffer, pseudonyms: Pseudonyms): Buffer {
  const text = bytes.toString('latin1');
  const replaced = named.reduce((rest, pattern) => pattern(rest, pseudonyms), text);
  return redactPatterns(replaced === text ? bytes : Buffer.from(replaced, 'latin1'), pseudonyms);
}

/** For headers and targets: one character a byte, as Node reads them from the wire, unless an import had more in it. */
export function redactString(text: string, redact: (bytes: Buffer) => Buffer): string {
  const isWire = Buffer.from(text, 'latin1').toString('latin1') === text;
  const encoding = isWire ? 'latin1' : 'utf8';
  return redact(Buffer.from(text, encoding)).toString(encoding);
}

/** Works on latin1, in which every byte is one character and comes back as it was. */
type Pattern = (text: string, pseudonyms: Pseudonyms) => string;

/*
 * Bodies come from strangers and are searched while a service is being served, so every pattern must take time in
 * proportion to the text: it begins only where a word begins, and no part of it can run over the same text again.
 */
const jwt = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{4,}\.eyJ[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{4,}/g;
const bearer = /\b([Bb]earer\s{1,4})(?=[A-Za-z._~+/-]{0,64}[0-9])([A-Za-z0-9._~+/-]{8,}=*)/g;
const issuedKey =
  /\b(?:(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|A[KS]IA[0-9A-Z]{16}|AIza[A-Za-z0-9_-]{30,}|npm_[A-Za-z0-9]{30,})/g;
const privateKey =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----))*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g;
/** The password in the address of a database or a service. */
const addressPassword = /(:\/\/[^\s/:@"'<>\\]{0,128}:)([^\s/:@"'<>\\]{1,256})(?=@)/g;
const queryValue = /([?&;])([A-Za-z0-9_.[\]-]{2,64})=([^&\s"'<>\\#;]+)/g;

const selfEvident: readonly Pattern[] = [
  (text, pseudonyms) => text.replace(jwt, (token: string) => pseudonyms.token(token)),
  (text, pseudonyms) =>
    text.replace(bearer, (_all, scheme: string, token: string) => scheme + pseudonyms.token(token)),
  (text, pseudonyms) => text.replace(issuedKey, (key: string) => pseudonyms.token(key)),
  (text, pseudonyms) => text.replace(privateKey, (key: string) => pseudonyms.token(fromWire(key))),
  (text, pseudonyms) =>
    text.replace(
      addressPassword,
      (_all, before: string, password: string) => before + redactEncoded(password, pseudonyms),
    ),
  (text, pseudonyms) =>
    text.replace(queryValue, (all: string, before: string, name: string, value: string) =>
      secretKindOf(name) === null ? all : `${before}${name}=${redactEncoded(value, pseudonyms)}`,
    ),
];

const quotedAssignment =
  /(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{2,64})(\\?["']?\s{0,8}[:=]\s{0,8})(\\?["'])([^"'\\\r\n<>]+)(?=\\?["']|$)/g;
const bareAssignment =
  /(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{2,64})(\s{0,8}[:=]\s{0,8})(?=[^\s"'<>&;,\\]{0,64}[0-9])([^\s"'<>&;,\\{}[\]()]{6,})/g;
const element = /(<(?:[A-Za-z0-9]{1,32}:)?([A-Za-z0-9_.-]{2,64})(?:\s[^<>]{0,512})?>)([^<>]+)(?=<\/|$)/g;
const input = /<(?:input|meta)\s[^<>]{0,2048}(?:>|$)/gi;

const named: readonly Pattern[] = [
  (text, pseudonyms) =>
    text.replace(
      quotedAssignment,
      (all: string, name: string, between: string, quote: string, value: string) =>
        secretKindOf(name) === null ? all : `${name}${between}${quote}${redactWire(value, pseudonyms)}`,
    ),
  (text, pseudonyms) =>
    text.replace(bareAssignment, (all: string, name: string, between: string, value: string) =>
      secretKindOf(name) === null ? all : `${name}${between}${redactWire(value, pseudonyms)}`,
    ),
  (text, pseudonyms) =>
    text.replace(element, (all: string, open: string, name: string, value: string) =>
      secretKindOf(name) === null || value.trim() === '' ? all : open + redactWire(value, pseudonyms),
    ),
  (text, pseudonyms) => text.replace(input, (tag: string) => redactTag(tag, pseudonyms)),
];

/** `<input name="csrf_token" value="…">`, its attributes in any order. */
function redactTag(tag: string, pseudonyms: Pseudonyms): string {
  const name = /\sname\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1];
  const hidesText = /\stype\s*=\s*["']?password/i.test(tag);
  if (!hidesText && (name === undefined || secretKindOf(name) === null)) return tag;
  return tag.replace(
    /(\s(?:value|content)\s*=\s*)(?:"([^"]+)(?:"|$)|'([^']+)(?:'|$))/i,
    (_all, before: string, double: string | undefined, single: string | undefined) =>
      `${before}"${redactWire(double ?? single ?? '', pseudonyms)}"`,
  );
}

function redactWire(value: string, pseudonyms: Pseudonyms): string {
  return redactCredential(fromWire(value), pseudonyms);
}

function redactEncoded(value: string, pseudonyms: Pseudonyms): string {
  let plain = fromWire(value);
  try {
    plain = decodeURIComponent(plain);
  } catch {
    // A value with broken escapes is taken as it stands.
  }
  const token = redactCredential(plain, pseudonyms);
  return token === plain ? value : encodeURIComponent(token);
}

/** Bytes that were read as latin1, as the UTF-8 text they are in JSON and forms, so that equal secrets stay equal. */
function fromWire(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString();
}
