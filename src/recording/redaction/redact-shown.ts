import { createPseudonyms } from './pseudonyms.ts';
import { redactCredential } from './redact-credential.ts';
import { redactJson } from './redact-json.ts';
import { redactString, redactText } from './redact-text.ts';
import { secretKindOf } from './secret-names.ts';

/** A value that a report will show, and where it stood: `body/user/token`, `header.set-cookie/sid`. */
export type Shown = { readonly place: string; readonly text: string };

/**
 * Keeps the secrets of running instances out of evidence and reports: redaction of the recording never met them, since the
 * instances made them up or have them in their settings.
 */
export type ShownRedactor = {
  /** Told each secret that an instance was sent, so that it is recognised wherever the instance shows it. */
  learn(secret: string): void;
  /** The text with tokens in place of secrets, by the rules for bodies and headers of a recording. */
  redact(shown: Shown): string;
};

/** One per gate: equal secrets get equal tokens, so that a reader still sees whether two values differ. */
export function createShownRedactor(key: Uint8Array): ShownRedactor {
  const pseudonyms = createPseudonyms(key);
  return {
    learn: (secret) => {
      pseudonyms.token(secret);
    },
    redact: ({ place, text }) => {
      if (text !== '' && isSecretPlace(place)) return redactCredential(text, pseudonyms);
      return redactString(text, (bytes) => {
        const json = /^\s*[[{]/.test(text) ? redactJson(bytes, pseudonyms) : null;
        return redactText(json ?? bytes, pseudonyms);
      });
    },
  };
}

/**
 * The value of a cookie, or of what has the name of a secret; elements of a list are judged by the name of the list, and texts
 * of markup by the name of their element.
 */
function isSecretPlace(place: string): boolean {
  const [part = '', ...pointer] = place.split('/');
  if (part === 'header.set-cookie') return pointer.length === 1;
  const names = pointer.filter((name) => !/^(?:\d+|text\(\)(?:\[\d+\])?|@value|@content)$/.test(name));
  const last = names.at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~');
  const name = (last === undefined ? undefined : bareName(last)) ?? part.replace(/^(?:header|trailer)\./, '');
  return secretKindOf(name) !== null;
}

/** `token` of `@token`, `token[2]`, `s:token` and `input[@name=token]`, as places name attributes and elements of markup. */
function bareName(segment: string): string {
  const bare = segment.replace(/\[\d+\]$/, '');
  const [, field] = /\[@name=(.*)\]$/.exec(bare) ?? [];
  return field ?? bare.replace(/^@/, '').replace(/^[\w.-]+:(?=\w)/, '');
}
