import {
  type InstanceRole,
  instanceRoles,
  type Observation,
  type ObservedExchange,
  type ValueOrigin,
} from '../../domain/observation.ts';

/** One value of one request: as it was recorded, and what each instance was sent in its place. */
export type FollowedValue = {
  readonly exchangeId: string;
  readonly route: string;
  /** As in `Substitution`. */
  readonly place: string;
  readonly recorded: string;
  /** Null for an instance that was sent the recorded value, since it had issued none in its place. */
  readonly sent: Readonly<Partial<Record<InstanceRole, string | null>>>;
  /** Null for what the settings gave. */
  readonly from: ValueOrigin | null;
};

export type FollowedValues = {
  /** Values for which every instance had its own. */
  readonly substituted: number;
  /** Values for which an instance had none. */
  readonly unresolved: number;
  /** In the order of the run; of very many, the first. */
  readonly records: readonly FollowedValue[];
};

/** Records of one run that are kept; all are counted. */
const mostRecords = 20_000;

/**
 * One per run, told every exchange: keeps which values of the recording were replaced, by what, and which response they come from, so
 * that a person can see why an instance was asked for what it was asked for.
 */
export function createValueJournal(): {
  readonly add: (observed: ObservedExchange) => void;
  readonly result: () => FollowedValues;
} {
  const records: FollowedValue[] = [];
  const counts = { substituted: 0, unresolved: 0 };
  return {
    add: (observed) => {
      for (const value of valuesOf(observed)) {
        counts[Object.values(value.sent).includes(null) ? 'unresolved' : 'substituted'] += 1;
        if (records.length < mostRecords) records.push(value);
      }
    },
    result: () => ({ ...counts, records }),
  };
}

type Draft = Omit<FollowedValue, 'sent'> & { readonly sent: Partial<Record<InstanceRole, string | null>> };

/** What was put in twice for one instance, such as tokens of two sessions, shows the last; places tell apart all else. */
function valuesOf(observed: ObservedExchange): readonly FollowedValue[] {
  const { exchange, route } = observed;
  const values = new Map<string, Draft>();
  for (const { role, substitutions, unresolved = [] } of observationsOf(observed)) {
    const note = (place: string, recorded: string, from: ValueOrigin | null, live: string | null): void => {
      const key = `${place}\n${recorded}`;
      const value = values.get(key) ?? { exchangeId: exchange.id, route, place, recorded, sent: {}, from };
      value.sent[role] = live;
      values.set(key, value);
    };
    for (const { place, recorded, live, from } of substitutions) note(place, recorded, from ?? null, live);
    for (const { place, recorded, from } of unresolved) note(place, recorded, from, null);
  }
  const roles = observationsOf(observed).map(({ role }) => role);
  return [...values.values()].map((value) => ({ ...value, sent: sentTo(roles, value) }));
}

/** An instance of which nothing was noted was sent what was recorded, because it has the very same value. */
function sentTo(roles: readonly InstanceRole[], { sent, recorded }: Draft): FollowedValue['sent'] {
  return Object.fromEntries(roles.map((role) => [role, sent[role] === undefined ? recorded : sent[role]]));
}

function observationsOf(observed: ObservedExchange): readonly Observation[] {
  return instanceRoles.flatMap((role) => observed[role] ?? []);
}
