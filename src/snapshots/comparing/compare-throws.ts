import type { Divergence } from '../../domain/divergence.ts';
import type { RuntimeEvent, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { type EventDivergence, errorLabel } from './compare-events.ts';

type Compared = {
  readonly baseline: RuntimeSnapshot;
  /** The baseline build once more; null when there is none. */
  readonly secondary: RuntimeSnapshot | null;
  readonly candidate: RuntimeSnapshot;
};
type ThrowEvent = Extract<RuntimeEvent, { kind: 'throw' }>;
type Silent = { readonly shown: ThrowEvent; readonly count: number };
/** Errors that were caught and never told of, by exchange and label. */
type SilentErrors = ReadonlyMap<string, ReadonlyMap<string, Silent>>;

/**
 * Errors that the candidate throws and catches without a word, and the baseline not, or the other way round. Only the observe
 * run sees them. What the baseline build does differently from one instance to the next is left out, and so is every
 * exchange of which one side did not see all throws.
 */
export function compareThrows({ baseline, secondary, candidate }: Compared): readonly EventDivergence[] {
  if (baseline.agent === 'absent' || candidate.agent === 'absent') return [];
  const [before, after] = [silentErrors(baseline), silentErrors(candidate)];
  const again = secondary === null || secondary.agent === 'absent' ? before : silentErrors(secondary);
  const unseen = unwatched(baseline, candidate, ...(secondary === null ? [] : [secondary]));
  const noise = new Set(differing(before, again, unseen).map(({ label }) => label));
  return differing(before, after, unseen).flatMap((one) => (noise.has(one.label) ? [] : [divergenceOf(one)]));
}

type Differing = {
  readonly exchangeId: string;
  readonly label: string;
  readonly shown: ThrowEvent;
  /** How many more the other side threw; less than 0 where it threw fewer. */
  readonly extra: number;
};

function differing(
  before: SilentErrors,
  after: SilentErrors,
  unseen: ReadonlySet<string>,
): readonly Differing[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].filter((id) => !unseen.has(id));
  return ids.flatMap((exchangeId) => {
    const [left, right] = [before.get(exchangeId), after.get(exchangeId)];
    const labels = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
    return [...labels].flatMap((label) => {
      const [gone, come] = [left?.get(label), right?.get(label)];
      const shown = come ?? gone;
      const extra = (come?.count ?? 0) - (gone?.count ?? 0);
      return extra === 0 || shown === undefined ? [] : [{ exchangeId, label, shown: shown.shown, extra }];
    });
  });
}

/** What was thrown from code of the service and was neither printed nor left uncaught. */
function silentErrors({ events }: RuntimeSnapshot): SilentErrors {
  const loud = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'error') continue;
    const key = `${event.exchangeId}\n${errorLabel(event)}`;
    loud.set(key, (loud.get(key) ?? 0) + 1);
  }
  const silent = new Map<string, Map<string, Silent>>();
  for (const event of events) {
    // A dependency that throws to itself is its own affair.
    if (event.kind !== 'throw' || event.exchangeId === '' || event.at === '') continue;
    const label = errorLabel(event);
    const told = loud.get(`${event.exchangeId}\n${label}`) ?? 0;
    loud.set(`${event.exchangeId}\n${label}`, told - 1);
    if (told > 0) continue;
    const byLabel = silent.get(event.exchangeId) ?? new Map<string, Silent>();
    silent.set(event.exchangeId, byLabel);
    byLabel.set(label, { shown: event, count: (byLabel.get(label)?.count ?? 0) + 1 });
  }
  return silent;
}

function unwatched(...snapshots: readonly RuntimeSnapshot[]): ReadonlySet<string> {
  return new Set(
    snapshots.flatMap(({ events }) =>
      events.filter(({ kind }) => kind === 'throws-unwatched').map(({ exchangeId }) => exchangeId),
    ),
  );
}

function divergenceOf({ exchangeId, label, shown, extra }: Differing): EventDivergence {
  const times = Math.abs(extra) > 1 ? ` (${Math.abs(extra)} times)` : '';
  const text = `${shown.class}: ${shown.message}${times}`;
  const value = { type: 'text' as const, text: text.slice(0, 400), length: text.length };
  const divergence: Divergence = {
    kind: extra > 0 ? 'error-added' : 'error-removed',
    place: 'error/caught',
    pattern: 'error/caught',
    baseline: extra > 0 ? null : value,
    candidate: extra > 0 ? value : null,
    note: `thrown at ${shown.at}, caught by the program and not told to anyone`,
  };
  return { exchangeId, divergence, label: `caught ${label}` };
}
