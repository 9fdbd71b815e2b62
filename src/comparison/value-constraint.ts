import type { ShownValue } from '../domain/divergence.ts';
import { recogniseValue, type ValueClass } from './recognise-value.ts';
import { describeTemplate, learnTemplates, type TextPair, type TextTemplate } from './text-template.ts';
import { describeTokenForm, learnTokenForm, type TokenForm } from './token-form.ts';

/** Two values that the same code gave in the same place: baseline and secondary, or the baseline in two runs. */
export type ValuePair = { readonly one: ShownValue; readonly another: ShownValue };

export type Range = { readonly least: number; readonly most: number };

export type LearnedNumbers = Range & {
  readonly integer: boolean;
  /** Widest distance between two that replaced each other, where that is little beside all that stands there. */
  readonly jitter: number | null;
};

/**
 * What may vary at one place. A volatile value is not ignored: it is held to its type, format, length, letters,
 * magnitude or set, because a dropped timestamp, a changed unit or a shortened token is a real change.
 */
export type ValueConstraint = {
  /** Formats of moments, each with the widest distance between two that replaced each other. */
  readonly times: ReadonlyMap<string, { readonly spreadMs: number }>;
  /** `uuid 4`, `ulid`, `jwt`. */
  readonly classes: ReadonlySet<string>;
  readonly numbers: LearnedNumbers | null;
  readonly templates: readonly TextTemplate[];
  readonly token: TokenForm | null;
  /** Lengths of texts that follow no structure. */
  readonly freeText: Range | null;
  /** Every value seen, by type and text: what the baseline itself answers there is always allowed. */
  readonly seen: ReadonlySet<string>;
};

/** More pairs teach nothing new, and a place may have a hundred thousand. */
const mostPairs = 400;

export function learnConstraint(all: readonly ValuePair[]): ValueConstraint {
  const pairs = all.slice(0, mostPairs);
  const values = pairs.flatMap(({ one, another }) => [one, another]);
  const classes = values.map(classOf);
  const texts = pairs.filter(({ one, another }) => isText(one) && isText(another)).map(asTexts);
  const { templates, loose: loosePairs } = learnTemplates(texts);
  const loose = loosePairs.flatMap(({ one, another }) => [one, another]);
  const token = loose.length === 0 ? null : learnTokenForm(loose);
  return {
    times: learnTimes(pairs),
    classes: new Set(classes.flatMap((found) => nameOfClass(found) ?? [])),
    numbers: learnNumbers(pairs),
    templates,
    token,
    freeText: token === null && loose.length > 0 ? rangeOf(loose.map((text) => text.length)) : null,
    seen: new Set(values.map(seenKey)),
  };
}

/** The class of a shown value; only JSON numbers are numeric. */
export function classOf(value: ShownValue): ValueClass {
  return recogniseValue(value.text, value.type === 'number');
}

/** `uuid 4` and the like for classes without a measure, `null` for the others. */
export function nameOfClass(found: ValueClass): string | null {
  if (found.kind === 'uuid') return `uuid ${found.version}`;
  return found.kind === 'ulid' || found.kind === 'jwt' ? found.kind : null;
}

export function seenKey(value: ShownValue): string {
  return `${value.type} ${value.digest ?? value.text}`;
}

/** For reports: `uuid 4`, `time (isoTmsZ)`, `integer from 2 to 9`, `hex of 4`. */
export function describeConstraint(constraint: ValueConstraint): string {
  const { times, classes, numbers, templates, token, freeText } = constraint;
  const parts = [
    ...classes,
    ...[...times.keys()].map((format) => `time (${format})`),
    ...(numbers === null
      ? []
      : [`${numbers.integer ? 'integer' : 'number'} near ${numbers.least} to ${numbers.most}`]),
    ...templates.map(describeTemplate),
    ...(token === null ? [] : [describeTokenForm(token)]),
    ...(freeText === null ? [] : ['free text']),
  ];
  return [...new Set(parts)].slice(0, 4).join(', or ') || 'one of the values seen';
}

function learnTimes(pairs: readonly ValuePair[]): ValueConstraint['times'] {
  const times = new Map<string, { spreadMs: number }>();
  for (const { one, another } of pairs) {
    const first = classOf(one);
    const second = classOf(another);
    if (first.kind === 'time')
      widen(times, first.format, second.kind === 'time' ? Math.abs(first.ms - second.ms) : 0);
    if (second.kind === 'time') widen(times, second.format, 0);
  }
  return times;
}

function widen(times: Map<string, { spreadMs: number }>, format: string, spreadMs: number): void {
  times.set(format, { spreadMs: Math.max(times.get(format)?.spreadMs ?? 0, spreadMs) });
}

function learnNumbers(pairs: readonly ValuePair[]): LearnedNumbers | null {
  const numbers = pairs
    .flatMap(({ one, another }) => [classOf(one), classOf(another)])
    .filter((found) => found.kind === 'number');
  if (numbers.length === 0) return null;
  const range = rangeOf(numbers.map(({ value }) => value));
  return { ...range, integer: numbers.every(({ integer }) => integer), jitter: learnJitter(pairs, range) };
}

/** Fewer pairs do not tell how far values stray, and a wider jitter is no more than the range itself. */
const fewestForJitter = 8;
const widestJitter = 1 / 50;

/** A score with a little chance in it strays by a thousandth, however far the scores of two answers are apart. */
function learnJitter(pairs: readonly ValuePair[], { least, most }: Range): number | null {
  const distances = pairs.flatMap(({ one, another }) => {
    const [before, after] = [classOf(one), classOf(another)];
    return before.kind === 'number' && after.kind === 'number' ? [Math.abs(before.value - after.value)] : [];
  });
  if (distances.length < fewestForJitter || distances.length < pairs.length) return null;
  const jitter = Math.max(...distances);
  return jitter <= (most - least) * widestJitter ? jitter : null;
}

function isText(value: ShownValue): boolean {
  return (value.type === 'string' || value.type === 'text') && classOf(value).kind === 'text';
}

function asTexts({ one, another }: ValuePair): TextPair {
  return { one: one.text, another: another.text };
}

function rangeOf(values: readonly number[]): Range {
  return { least: Math.min(...values), most: Math.max(...values) };
}
