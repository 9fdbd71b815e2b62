/**
 * What a piece of text looks like, judged by its form alone. Route templates ask whether a path segment names
 * one thing among many; carrying values asks whether a text is so peculiar that meeting it twice is no accident.
 */

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const hexadecimal = /^[0-9a-f]+$/i;
const numeric = /^-?\d[\d.,:]*$/;
const base64url = /^[\w-]+=*$/;
const fileExtension = /^(.+)(\.[a-z][a-z0-9]{1,4})$/i;
const redactionToken = /^sg_[\w-]{22}$/;
/** Words with digits that name a notion, never one thing among many. */
const wordsWithDigits = new Set([
  'i18n',
  'l10n',
  'a11y',
  'k8s',
  'e2e',
  'p2p',
  'b2b',
  'b2c',
  'x86_64',
  'h264',
]);

/**
 * Whether a path segment reads as the id of one thing: digits, uuid, ulid, hexadecimal from 8 characters on, long base64url,
 * letters mixed with digits, anything with an `@` or percent-encoded. `v1`, `oauth2` and `base64` are names.
 */
export function looksLikeId(segment: string): boolean {
  if (segment === '' || wordsWithDigits.has(segment.toLowerCase())) return false;
  if (numeric.test(segment) || uuid.test(segment) || ulid.test(segment)) return true;
  if (segment.includes('@') || segment.includes('%')) return true;
  if (!/\d/.test(segment)) return looksRandom(segment);
  if (segment.length >= 8 && hexadecimal.test(segment)) return true;
  return looksRandom(segment) || hasNumberedPart(segment);
}

/**
 * Whether a text is words, and numbers perhaps, in small letters joined by hyphens: `board-oak`, `kettle-1l`, `my-first-post`. Shops and blogs
 * name things so; but `forgot-password` is one too, so it takes more than the form to make a value of it.
 */
export function isSlug(segment: string): boolean {
  const hasWord = /(?:^|-)[a-z]{2,}(?:-|$)/.test(segment);
  return hasWord && /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(segment) && !uuid.test(segment);
}

/** The template of one segment that looks like an id: `{id}`, with its file extension when it has one. */
export function idTemplate(segment: string): string {
  const file = fileExtension.exec(segment);
  return file?.[1] !== undefined && looksLikeId(file[1]) ? `{id}${file[2]}` : '{id}';
}

/**
 * Whether a text is peculiar enough to be matched wherever it stands: a uuid, nine digits, or eight characters
 * without white space that mix letters and digits. Anything else (`17`, `a3f9`) needs a name that says what it is.
 */
export function isPeculiar(text: string): boolean {
  if (text.length < 8 || text.length > 4096 || /\s/.test(text)) return false;
  if (/^\d+$/.test(text)) return text.length >= 9;
  if (isRedactionToken(text)) return true;
  return (/\d/.test(text) && /[a-z]/i.test(text)) || looksRandom(text);
}

/** Whether a text is what redaction puts in place of a secret that has no shape of its own. */
export function isRedactionToken(text: string): boolean {
  return redactionToken.test(text);
}

/** Capitals after small letters or after each other, and digits between letters, as in base64url; camel case has few. */
function looksRandom(text: string): boolean {
  if (text.length < 16 || !base64url.test(text) || !/[a-z]/.test(text)) return false;
  const turns = text.match(/[a-zA-Z](?=[A-Z\d])|\d(?=[a-zA-Z])/g)?.length ?? 0;
  return turns >= text.length / 3;
}

/** `ord_17`, `a3f9`, `user1234`, `SKU-001`: a part of digits alone, digits inside letters, or three digits at the end. */
function hasNumberedPart(segment: string): boolean {
  const parts = segment.split(/[-_.~:+]/);
  if (parts.length > 1 && parts.some((part) => /^\d+$/.test(part))) return true;
  return parts.some(
    (part) =>
      !wordsWithDigits.has(part.toLowerCase()) &&
      (/^[a-z]+\d{3,}$/i.test(part) ||
        /\d[a-z]+\d/i.test(part) ||
        (part.length >= 4 && /[a-z]\d+[a-z]/i.test(part)) ||
        (part.length >= 4 && /^\d+[a-z]+$/i.test(part))),
  );
}
