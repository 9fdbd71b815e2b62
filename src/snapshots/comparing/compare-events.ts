import type { Divergence, DivergenceKind, ShownValue } from '../../domain/divergence.ts';
import type { RuntimeEvent, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';

export type EventDivergence = {
  readonly exchangeId: string;
  readonly divergence: Divergence;
  /** The same for the same event in another run: ids and digits made even. */
  readonly label: string;
};

type Compared = {
  readonly baseline: RuntimeSnapshot;
  /** The baseline build once more; null when there is none. */
  readonly secondary: RuntimeSnapshot | null;
  readonly candidate: RuntimeSnapshot;
  /** Whether a call is known from elsewhere, and is not to be told twice. */
  readonly isKnown?: (call: { readonly method: string; readonly url: string }) => boolean;
};

type Place = 'outbound' | 'error';
const kinds = {
  outbound: { added: 'outbound-call-added', removed: 'outbound-call-removed' },
  error: { added: 'error-added', removed: 'error-removed' },
} as const satisfies Record<Place, Record<'added' | 'removed', DivergenceKind>>;

/**
 * What an exchange made the candidate do beside answering, and the baseline not: calls that went out, errors that were
 * thrown. What two runs of the baseline differ in as well is left out, for that exchange and for what it names.
 */
export function compareEvents(compared: Compared): readonly EventDivergence[] {
  const { baseline, secondary, candidate } = withoutKnown(compared);
  if (baseline.agent === 'absent' || candidate.agent === 'absent') return [];
  const noise = secondary === null ? new Set<string>() : noiseOf(baseline, secondary);
  return differences(baseline, candidate).flatMap(({ exchangeId, kind, label, place, text }) =>
    noise.has(label) ? [] : [{ exchangeId, divergence: describe({ kind, place, text }), label }],
  );
}

function withoutKnown({ baseline, secondary, candidate, isKnown }: Compared): Omit<Compared, 'isKnown'> {
  if (isKnown === undefined) return { baseline, secondary, candidate };
  const without = (snapshot: RuntimeSnapshot): RuntimeSnapshot => ({
    ...snapshot,
    events: snapshot.events.filter((event) => event.kind !== 'outbound-call' || !isKnown(event)),
  });
  return {
    baseline: without(baseline),
    secondary: secondary === null ? null : without(secondary),
    candidate: without(candidate),
  };
}

type Difference = {
  readonly exchangeId: string;
  readonly kind: DivergenceKind;
  readonly place: Place;
  /** What is compared: ids and digits made even. */
  readonly label: string;
  /** What is shown. */
  readonly text: string;
};

function noiseOf(baseline: RuntimeSnapshot, secondary: RuntimeSnapshot): ReadonlySet<string> {
  if (secondary.agent === 'absent') return new Set();
  return new Set(differences(baseline, secondary).map(({ label }) => label));
}

function differences(baseline: RuntimeSnapshot, other: RuntimeSnapshot): readonly Difference[] {
  const before = countByExchange(baseline.events);
  const after = countByExchange(other.events);
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((exchangeId) => {
    const [left, right] = [before.get(exchangeId), after.get(exchangeId)];
    const labels = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
    return [...labels].flatMap((label) => {
      const [gone, come] = [left?.get(label), right?.get(label)];
      const extra = (come?.count ?? 0) - (gone?.count ?? 0);
      const shown = come ?? gone;
      if (extra === 0 || shown === undefined) return [];
      const kind = kinds[shown.place][extra > 0 ? 'added' : 'removed'];
      const text = Math.abs(extra) > 1 ? `${shown.text} (${Math.abs(extra)} times)` : shown.text;
      return [{ exchangeId, kind, place: shown.place, label, text }];
    });
  });
}

type Counted = { readonly place: Place; readonly text: string; readonly count: number };

function countByExchange(events: readonly RuntimeEvent[]): ReadonlyMap<string, ReadonlyMap<string, Counted>> {
  const byExchange = new Map<string, Map<string, Counted>>();
  for (const event of events) {
    if (event.exchangeId === '' || !isCounted(event)) continue;
    const counted = byExchange.get(event.exchangeId) ?? new Map<string, Counted>();
    byExchange.set(event.exchangeId, counted);
    const { place, text } = textOf(event);
    const label = evenLabel(place, text);
    counted.set(label, { place, text, count: (counted.get(label)?.count ?? 0) + 1 });
  }
  return byExchange;
}

type CountedEvent = Extract<RuntimeEvent, { kind: 'outbound-call' | 'error' }>;

/** Throws are compared by themselves (compare-throws.ts): only the observe run watches them. */
function isCounted(event: RuntimeEvent): event is CountedEvent {
  return event.kind === 'outbound-call' || event.kind === 'error';
}

function textOf(event: CountedEvent): { place: Place; text: string } {
  switch (event.kind) {
    case 'outbound-call':
      return { place: 'outbound', text: `${event.method} ${event.url}` };
    case 'error':
      return { place: 'error', text: `${event.class}: ${event.message}` };
  }
}

/** What two errors are told apart by, ids and numbers made even. */
export function errorLabel(error: { readonly class: string; readonly message: string }): string {
  return evenLabel('error', `${error.class}: ${error.message}`);
}

const loopbackPort = /\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/;
const generatedId = /\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{16,}\b/gi;

/** Ports of the machine itself and generated ids are different in every instance and make no difference. */
function evenLabel(place: Place, text: string): string {
  const even = text.replace(loopbackPort, '//loopback').replace(generatedId, '{id}');
  return `${place} ${place === 'error' ? even.replace(/\d+/g, '#') : even}`;
}

function describe({ kind, place, text }: { kind: DivergenceKind; place: Place; text: string }): Divergence {
  const shown: ShownValue = { type: 'text', text: text.slice(0, 400), length: text.length };
  const isAdded = kind === 'outbound-call-added' || kind === 'error-added';
  return {
    kind,
    place,
    pattern: place,
    baseline: isAdded ? null : shown,
    candidate: isAdded ? shown : null,
  };
}
