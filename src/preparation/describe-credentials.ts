import type { CredentialClass } from '../domain/credential.ts';
import { secretKindOf } from '../recording/redaction/secret-names.ts';
import { isSessionCookieName } from '../recording/relay/session-of.ts';
import {
  type ClassifiedCredentials,
  type ClassifyRequest,
  type Credentials,
  classifyCredentials,
  isDoubtful,
} from '../replay/credentials/classify-credentials.ts';
import { visibleText } from '../report/visible-text.ts';

/** Looks for the credentials that redaction knows, and says what the replay will make of each. */
export function findCredentials(request: Omit<ClassifyRequest, 'names'>): Promise<ClassifiedCredentials> {
  const names = {
    isSecret: (name: string) => secretKindOf(name) !== null,
    isSessionCookie: isSessionCookieName,
  };
  return classifyCredentials({ ...request, names });
}

/** What `shadowgate inspect` prints: one line a place and class, never a value. Nothing without credentials. */
export function credentialLines({ rows }: Credentials): readonly string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(
    ({ place, class: kind, exchanges, sessions, ids }) =>
      `  ${visibleText(place)}  ${exchanges} requests, ${sessions} sessions · ${kind} (${ids.join(', ')}): ${meaning[kind]}`,
  );
  return ['credentials under replay, by short ids of their tokens', ...lines];
}

/** What the gate says before it replays, and in the evidence: null when every credential will be accepted. */
export function warnOfCredentials(credentials: Credentials): string | null {
  const { rows, exchanges, doubtful } = credentials;
  if (doubtful === 0) return null;
  const share = ((100 * doubtful) / exchanges).toFixed(doubtful === exchanges ? 0 : 1);
  const places = rows
    .filter(isDoubtful)
    .slice(0, 3)
    .map(({ place, class: kind, ids }) => `${visibleText(place)} (${kind}, ${ids.join(', ')})`);
  return `${doubtful} of ${exchanges} requests (${share} %) carry a credential that a service which checks it will refuse in the shadow: ${places.join('; ')}; \`shadowgate inspect\` says what to set for each`;
}

const meaning: Readonly<Record<CredentialClass, string>> = {
  'issued-in-recording': 'each instance gets what it issued itself',
  mapped: 'replaced as `replay: credentials` says',
  'jwt-verifiable-with-key': 'signed anew as `replay: jwt` says',
  'login-first': 'replaced by the token of a login, as `replay: login` says',
  'jwt-expired-in-shadow': 'its time has passed and its signature was replaced; set `replay: jwt`',
  'static-redacted':
    'a token stands for it, which no service accepts; set `replay: credentials`, `jwt` or `login`',
  unknown:
    'it proves something of the very request and cannot be made again; have the service skip it in the shadow',
};
