import type { Person } from '../domain/change.ts';
import { agentIdentities } from './agent-identities.ts';
import { matchAgentName } from './match-agent-name.ts';
import { namedIdentities } from './named-identities.ts';
import type { IdentitySignature } from './signatures.ts';

/** Ids under which several apps of GitHub commit, so that only the login tells them apart. */
const sharedIds = new Set(['41898282', '62310815', '223894421']);

/**
 * Used on authors, committers and the people in trailers. A claim to be AI is against interest and is believed
 * unsigned; a mere name that people may bear as well is circumstantial.
 */
export function matchIdentity({ name, email }: Person): IdentitySignature | null {
  // Nobody's name is longer, and patterns on text from outside need a bound.
  const person = { name: name.slice(0, 300), email: email.slice(0, 300) };
  const row = [...agentIdentities, ...namedIdentities].find((candidate) => matches(candidate, person));
  return row ?? matchName(person);
}

/** The no-reply address of GitHub taken apart; `null` when the address is another one. */
export function readAccount(email: string): { readonly id: string | null; readonly login: string } | null {
  const [, id, login = ''] = /^(?:(\d{1,20})\+)?([^@\s+]+)@users\.noreply\.github\.com$/i.exec(email) ?? [];
  return login === '' ? null : { id: id ?? null, login: login.toLowerCase() };
}

function matches(row: IdentitySignature, person: Person): boolean {
  const { name, email, mailboxes = [], accounts = [] } = row;
  if (name !== undefined && !name.test(person.name)) return false;
  if (email !== undefined && !email.test(person.email)) return false;
  if (mailboxes.length + accounts.length === 0) return true;
  if (mailboxes.includes(person.email.toLowerCase())) return true;
  const found = readAccount(person.email);
  return found !== null && accounts.some((account) => isAccount(account, found));
}

function isAccount(account: string, found: { readonly id: string | null; readonly login: string }): boolean {
  const [, id, login = ''] = /^(?:(\d+)\+)?(.+)$/.exec(account.toLowerCase()) ?? [];
  if (id !== undefined && id === found.id && !sharedIds.has(id)) return true;
  return login === found.login && (login.endsWith('[bot]') || (id === undefined && found.id === null));
}

function matchName(person: Person): IdentitySignature | null {
  const tool = matchAgentName(person.name);
  return tool === null ? null : { id: 'name.alone', tool, level: 'circumstantial', source: 'the name alone' };
}
