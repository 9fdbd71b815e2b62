import type { ReplayReport } from '../domain/replay-report.ts';
import type { ShownRedactor } from '../recording/redaction/redact-shown.ts';
import type { FollowedValue, FollowedValues } from '../replay/values/value-journal.ts';

const mostExamples = 5;
/** Longest value that a report needs to tell one from another. */
const longestShown = 100;

export type DescribedValues = {
  readonly summary: ReplayReport['values'];
  /** For the side file, without secrets. */
  readonly records: readonly FollowedValue[];
};

/**
 * Used once the observe run is over and every secret that an instance issued is known: what was put in place of recorded values, in
 * words and record by record, so that a person can follow `o-17` from the response that gave it to the request that asked for it.
 */
export function describeValues(
  { substituted, unresolved, records }: FollowedValues,
  secrets: ShownRedactor,
): DescribedValues {
  const shown = records.map((value) => redactValue(value, secrets));
  const ordered = [...shown.filter(isUnresolved), ...shown.filter((value) => !isUnresolved(value))];
  // A token goes with every request of its session: each value is told once.
  const byValue = Map.groupBy(ordered, ({ recorded }) => recorded);
  const examples = [...byValue.values()].flatMap(([first]) => first ?? []).slice(0, mostExamples);
  return {
    summary: { substituted, unresolved, examples: examples.map(inWords) },
    records: shown,
  };
}

function isUnresolved({ sent }: FollowedValue): boolean {
  return Object.values(sent).includes(null);
}

function redactValue(value: FollowedValue, secrets: ShownRedactor): FollowedValue {
  const { place, recorded, sent } = value;
  const redact = (text: string) => secrets.redact({ place, text }).slice(0, longestShown);
  const ofRoles = Object.entries(sent).map(([role, live]) => [role, live === null ? null : redact(live)]);
  return { ...value, recorded: redact(recorded), sent: Object.fromEntries(ofRoles) };
}

/** `x0007 path segment 2: recorded o-17 → baseline o-21, candidate o-22, from x0003 body/id` */
function inWords({ exchangeId, place, recorded, sent, from }: FollowedValue): string {
  const each = Object.values(sent).every((live) => live === null)
    ? ['no instance has one']
    : Object.entries(sent).map(([role, live]) => `${role} ${live ?? 'has none'}`);
  const origin = from === null ? 'from the settings' : `from ${from.exchangeId} ${from.place}`;
  return `${exchangeId} ${placeInWords(place)}: recorded ${recorded} → ${each.join(', ')}, ${origin}`;
}

function placeInWords(place: string): string {
  const [part = '', ...names] = place.split('/');
  const name = names.join('/');
  if (part === 'path') return `path segment ${name}`;
  if (part === 'header.cookie' && name !== '') return `cookie ${name}`;
  return part === 'query' ? `query ${name}` : place.replace(/^header\./, 'header ');
}
