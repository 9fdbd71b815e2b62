import type { Failed, InstanceRole, Responded } from '../../domain/observation.ts';
import { type IssuedValue, unquoted } from './issued-values.ts';
import { readResponseValues } from './response-values.ts';
import { readUrlPart } from './url-text.ts';

/** The recorded side: the status it had, and what it issued. */
export type RecordedIssue = { readonly status: number; readonly issued: readonly IssuedValue[] };

/**
 * Gives those of which the baseline shows that they are as recorded here too. Used when all instances have answered an exchange: notes in each issued value what each instance issued at the same place. Values
 * that were only read or listed count when the baseline itself differs from production there: then the value is
 * volatile. Where the baseline agrees with production, an instance that differs shows a divergence, which must not steer later requests.
 */
export function learnLiveValues(
  { status, issued }: RecordedIssue,
  outcomes: ReadonlyMap<InstanceRole, Responded | Failed>,
): readonly IssuedValue[] {
  if (issued.length === 0) return [];
  for (const [role, outcome] of outcomes) {
    if (outcome.kind === 'responded' && hundredOf(outcome.status) === hundredOf(status)) {
      learnFrom(outcome, role, issued);
    }
  }
  const only = issued.filter(({ certainty }) => certainty === 'read' || certainty === 'listed');
  const asRecorded = only.filter(({ live, recorded }) => live.get('baseline') === recorded);
  for (const { live } of [...asRecorded, ...only.filter((value) => !value.live.has('baseline'))])
    live.clear();
  return asRecorded;
}

function namedText({ name, recorded }: Pick<IssuedValue, 'name' | 'recorded'>): string {
  return `${name}\n${recorded}`;
}

function hundredOf(status: number): number {
  return Math.floor(status / 100);
}

function learnFrom(response: Responded, role: InstanceRole, issued: readonly IssuedValue[]): void {
  const wanted = new Set(issued.map(({ place }) => place));
  const recorded = new Set(issued.map(namedText));
  const texts = new Map<string, string>();
  const present = new Set<string>();
  readResponseValues(response, ({ place, name, text }) => {
    if (wanted.has(place)) texts.set(place, text);
    const named = namedText({ name, recorded: text });
    if (recorded.has(named)) present.add(named);
  });
  for (const value of issued) {
    const live = liveTextOf(value, texts, present);
    if (live !== null) value.live.set(role, live);
  }
}

/** An instance that shows the recorded value under the same name in its response has it too: the order changed, not the value. */
function liveTextOf(
  value: IssuedValue,
  texts: ReadonlyMap<string, string>,
  present: ReadonlySet<string>,
): string | null {
  const { source, part, recorded, certainty, whole } = value;
  if (source === 'body' && certainty !== 'created' && present.has(namedText(value))) return recorded;
  const text = texts.get(value.place);
  const live = text === undefined ? null : partOf(text, part, whole);
  return live === null || !isSendable(live) ? null : live;
}

function partOf(text: string, part: IssuedValue['part'], whole: string): string | null {
  if (part === null) return text;
  return part.kind === 'unquoted' ? unquoted(text) : readUrlPart(text, part, whole);
}

/** Not empty, no line break or other control character: it will stand in a header or a path. */
function isSendable(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text !== '' && text.length <= 16_384 && !/[\x00-\x1f\x7f]/.test(text);
}
