import type { HeaderLines } from '../../domain/recording.ts';
import { decodeText } from '../values/url-text.ts';

/** What names promise is for redaction to say, so that both speak of the same credentials. */
export type CredentialNames = {
  readonly isSecret: (name: string) => boolean;
  readonly isSessionCookie: (name: string) => boolean;
};

/** One credential that a recorded request carries. Its text is that of the recording: a token, never the secret. */
export type RecordedCredential = {
  /** `header.NAME`, `cookie.NAME` or `query.NAME`. */
  readonly place: string;
  /** `signed`: proves something of this very request (Digest, AWS signatures), so that no other text would be right. */
  readonly scheme: 'bearer' | 'basic' | 'signed' | 'plain';
  readonly text: string;
};

type RequestHead = { readonly target: string; readonly requestHeaders: HeaderLines };

const signedSchemes = /^(?:digest|hawk|oauth|signature|aws4-\S+|negotiate|ntlm)$/i;

/** Used on every recorded request: all that could tell the service who asks, in the order of the request. */
export function recordedCredentials(
  head: RequestHead,
  names: CredentialNames,
): readonly RecordedCredential[] {
  return [
    ...head.requestHeaders.flatMap(([name, value]) => inHeader(name.toLowerCase(), value, names)),
    ...inQuery(head.target, names),
  ];
}

/** The text of the credential at one place (`header.NAME`, `cookie.NAME`); null when there is none. */
export function credentialAt(head: RequestHead, place: string): string | null {
  const anyName = { isSecret: () => true, isSessionCookie: () => true };
  return recordedCredentials(head, anyName).find((found) => found.place === place)?.text ?? null;
}

function inHeader(name: string, value: string, names: CredentialNames): readonly RecordedCredential[] {
  if (name === 'cookie') return value.split(';').flatMap((pair) => inCookie(pair.trim(), names));
  if (name !== 'authorization' && !names.isSecret(name)) return [];
  const [, scheme = '', text = ''] = /^([A-Za-z][\w-]*) +(\S.*)$/.exec(value) ?? [];
  const place = `header.${name}`;
  if (scheme === '') return value === '' ? [] : [{ place, scheme: 'plain', text: value }];
  if (signedSchemes.test(scheme)) return [{ place, scheme: 'signed', text }];
  return [{ place, scheme: scheme.toLowerCase() === 'basic' ? 'basic' : 'bearer', text }];
}

function inCookie(pair: string, { isSessionCookie }: CredentialNames): readonly RecordedCredential[] {
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals);
  const text = pair.slice(equals + 1).replace(/^"(.*)"$/, '$1');
  if (equals < 1 || text === '' || !isSessionCookie(name)) return [];
  return [{ place: `cookie.${name}`, scheme: 'plain', text }];
}

function inQuery(target: string, { isSecret }: CredentialNames): readonly RecordedCredential[] {
  const query = target.split('?', 2)[1] ?? '';
  return query.split('&').flatMap((pair): readonly RecordedCredential[] => {
    const [name = '', value = ''] = pair.split('=', 2).map(decodeText);
    return value === '' || !isSecret(name) ? [] : [{ place: `query.${name}`, scheme: 'plain', text: value }];
  });
}
