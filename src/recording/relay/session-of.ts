import { type HeaderLines, headerValues } from '../../domain/recording.ts';

const sessionCookie = /sess|sid$|^sid|auth|jwt|login|remember|token/i;
const csrfCookie = /csrf|xsrf/i;

/**
 * What told the service who was asking: a cookie that looks like a session, else the Authorization header, else the
 * connection. Taken from redacted headers, so that redacting a recording again does not tear its sessions apart.
 */
export function sessionIdentity(requestHeaders: HeaderLines, connection: string): string {
  const cookies = headerValues(requestHeaders, 'cookie').flatMap((value) => value.split(';'));
  const session = cookies.map((cookie) => cookie.trim()).find(isSessionCookie);
  return session ?? headerValues(requestHeaders, 'authorization')[0] ?? connection;
}

function isSessionCookie(cookie: string): boolean {
  const equals = cookie.indexOf('=');
  return equals > 0 && equals < cookie.length - 1 && isSessionCookieName(cookie.slice(0, equals));
}

/** Whether a cookie of that name tells who asks; one against forged requests does not. */
export function isSessionCookieName(name: string): boolean {
  return sessionCookie.test(name) && !csrfCookie.test(name);
}
