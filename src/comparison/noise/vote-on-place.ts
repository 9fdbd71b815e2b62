import type { Divergence, DivergenceKind, ShownValue } from '../../domain/divergence.ts';
import { isValueKind } from '../values/kinds-of-value.ts';
import { classOf } from './value-constraint.ts';

/** What one exchange says of a place: who differs from the baseline, and what each of the three gives. */
export type Vote = {
  readonly candidateDiffers: boolean;
  readonly secondaryDiffers: boolean;
  /** Names of what stands there, of all places of the pattern; `null` where that is none of few. */
  readonly named: readonly Sides<string>[] | null;
  /** Numbers with a fraction, of all places of the pattern; `null` where any is none. */
  readonly numbers: readonly Sides<number>[] | null;
};

export type Sides<T> = { readonly baseline: T; readonly secondary: T; readonly candidate: T };

type Differences = {
  /** Baseline against candidate, and baseline against secondary, at places of one pattern and family. */
  readonly candidate: readonly Divergence[];
  readonly secondary: readonly Divergence[];
};

/**
 * Used for each exchange before statistics over all of them. Places at which neither differs are not known, and need not
 * be: there all three agree and nobody gains.
 */
export function voteOn({ candidate, secondary }: Differences): Vote {
  const ofCandidate = new Map(candidate.map((divergence) => [divergence.place, divergence]));
  const ofSecondary = new Map(secondary.map((divergence) => [divergence.place, divergence]));
  const places = new Set([...ofCandidate.keys(), ...ofSecondary.keys()]);
  const all = [...places].map((place) => sidesOf(ofCandidate.get(place), ofSecondary.get(place)));
  return {
    candidateDiffers: candidate.length > 0,
    secondaryDiffers: secondary.length > 0,
    named: everyOf(all, nameOf),
    numbers: everyOf(all, fractionOf),
  };
}

type Shown = { readonly kind: DivergenceKind; readonly value: ShownValue | null };

/** Who shows no difference has what the baseline has. */
function sidesOf(ofCandidate: Divergence | undefined, ofSecondary: Divergence | undefined): Sides<Shown> {
  const kind = (ofCandidate ?? ofSecondary)?.kind ?? 'value-changed';
  const baseline = (ofCandidate ?? ofSecondary)?.baseline ?? null;
  const candidate = ofCandidate === undefined ? baseline : ofCandidate.candidate;
  const secondary = ofSecondary === undefined ? baseline : ofSecondary.candidate;
  const shown = (value: ShownValue | null): Shown => ({ kind, value });
  return { baseline: shown(baseline), secondary: shown(secondary), candidate: shown(candidate) };
}

function everyOf<T>(
  all: readonly Sides<Shown>[],
  read: (shown: Shown) => T | null,
): readonly Sides<T>[] | null {
  const found = all.flatMap(({ baseline, secondary, candidate }) => {
    const [one, two, three] = [read(baseline), read(secondary), read(candidate)];
    return one === null || two === null || three === null
      ? []
      : [{ baseline: one, secondary: two, candidate: three }];
  });
  return found.length === all.length ? found : null;
}

/** Kinds of which only presence is asked. */
const presence = /-(added|removed)$/;

/**
 * A flag, a word, a status, or whether there is anything; `null` for what is drawn from many, read off a clock or counted:
 * a small number may be a duration, which is free to grow by one.
 */
function nameOf({ kind, value }: Shown): string | null {
  if (presence.test(kind)) return value === null ? 'nothing' : 'a value';
  if (kind === 'status-changed') return value?.text ?? null;
  if (!isValueKind(kind) || value === null) return null;
  if (value.type === 'boolean' || value.type === 'null') return value.text;
  const isWord = value.digest === undefined && /^[A-Za-z][A-Za-z_ -]{0,30}$/.test(value.text);
  return isWord && classOf(value).kind === 'text' ? value.text : null;
}

function fractionOf({ kind, value }: Shown): number | null {
  if (!isValueKind(kind) || value === null) return null;
  const found = classOf(value);
  return found.kind === 'number' ? found.value : null;
}
