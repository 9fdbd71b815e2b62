import type { InstanceRole, Substitution, UnresolvedValue, ValueOrigin } from '../../domain/observation.ts';
import type { SentRequest } from '../sending/sent-request.ts';
import type { Admitted } from './carry-values.ts';
import { type IssuedValue, keyOf } from './issued-values.ts';
import { replaceTokens } from './request-tokens.ts';
import type { ValueNotes } from './value-notes.ts';

/** A request as one instance gets it, with what was put in, and what would have been had that instance issued it. */
export type SubstitutedRequest = {
  readonly request: SentRequest;
  readonly substitutions: readonly Substitution[];
  readonly unresolved: readonly UnresolvedValue[];
};

type Addressed = {
  readonly admitted: Admitted;
  readonly role: InstanceRole;
  readonly loginToken: string | null;
};

/** What the carrier knows of values in all requests. */
type Known = {
  /** Configured credentials, by the token in their place. */
  readonly replayed: ReadonlyMap<string, string>;
  readonly notes: ValueNotes;
  /** Values of which the baseline showed that they are the same here as in the recording. */
  readonly asRecorded: WeakSet<IssuedValue>;
};

/** What stands in `Substitution.live` for a configured credential, which no report may show. */
const credentialShown = '(credential from the settings)';

/** Used on each request for each instance, once all that issued what it carries have been answered. */
export function substituteValues(addressed: Addressed, known: Known): SubstitutedRequest {
  const { admitted, loginToken } = addressed;
  const { carried, hasCredential, resigned } = admitted;
  if (carried.size === 0 && !hasCredential && resigned.size === 0 && loginToken === null)
    return { request: admitted.request, substitutions: [], unresolved: [] };
  const made = new Map<string, Substitution>();
  const unresolved = new Map<string, UnresolvedValue>();
  const request = replaceTokens(admitted.request, ({ text, place, resource }) => {
    const found = valueFor(text, keyOf(text, resource), addressed, known);
    if (found.kind === 'unresolved')
      unresolved.set(`${place}\n${text}`, { place, recorded: text, from: found.from });
    if (found.kind !== 'found') return null;
    const { live, shown, from } = found;
    if (live !== text)
      made.set(`${place}\n${text}\n${shown}`, { place, recorded: text, live: shown, ...from });
    return live;
  });
  return { request, substitutions: [...made.values()], unresolved: [...unresolved.values()] };
}

type Found =
  | {
      readonly kind: 'found';
      readonly live: string;
      readonly shown: string;
      readonly from: { from?: ValueOrigin };
    }
  | { readonly kind: 'unresolved'; readonly from: ValueOrigin }
  | { readonly kind: 'as-recorded' };

/** A credential of the settings first, then what the instance issued, a token signed anew, and the token of its own login. */
function valueFor(text: string, key: string | null, addressed: Addressed, known: Known): Found {
  const { admitted, loginToken } = addressed;
  const credential = known.replayed.get(text);
  if (credential !== undefined) return { kind: 'found', live: credential, shown: credentialShown, from: {} };
  const issuers = key === null ? [] : (admitted.carried.get(key) ?? []);
  const issuer = liveIssuer(issuers, addressed, known.notes);
  const issued = issuer?.live.get(addressed.role);
  if (issuer !== null && issued !== undefined)
    return { kind: 'found', live: issued, shown: issued, from: { from: originOf(issuer) } };
  const made = admitted.resigned.get(text) ?? (text === admitted.login?.text ? loginToken : null);
  if (made !== null) return { kind: 'found', live: made, shown: made, from: {} };
  const missing = missingIssuer(issuers, known);
  return missing === null ? { kind: 'as-recorded' } : { kind: 'unresolved', from: originOf(missing) };
}

/** The latest that gave something to the same session, else the latest of all; null when none gave anything. */
function liveIssuer(
  issuers: readonly IssuedValue[],
  { admitted, role }: Addressed,
  notes: ValueNotes,
): IssuedValue | null {
  const issued = issuers.filter(({ live }) => live.has(role));
  if (new Set(issued.map(({ live }) => live.get(role))).size > 1) notes.conflict(admitted.exchangeId);
  const ownSession = issued.filter(({ session }) => session === admitted.session);
  return latest(ownSession.length > 0 ? ownSession : issued);
}

/** What should have issued it and did not; null where the baseline has the recorded value itself. */
function missingIssuer(issuers: readonly IssuedValue[], { asRecorded }: Known): IssuedValue | null {
  return issuers.some((value) => asRecorded.has(value)) ? null : latest(issuers);
}

function latest(values: readonly IssuedValue[]): IssuedValue | null {
  return values.reduce<IssuedValue | null>(
    (best, value) => (best === null || value.producer > best.producer ? value : best),
    null,
  );
}

function originOf({ exchangeId, place }: IssuedValue): ValueOrigin {
  return { exchangeId, place };
}
