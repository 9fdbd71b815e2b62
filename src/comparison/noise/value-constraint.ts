import type { ShownValue } from '../../domain/divergence.ts';
import { describeTemplate, learnTemplates, type TextPair, type TextTemplate } from '../text/text-template.ts';
import { recogniseValue, type ValueClass } from '../values/recognise-value.ts';
import { describeTokenForm, learnTokenForm, type TokenForm } from '../values/token-form.ts';

/** Two values that the same code gave in the same place: baseline and secondary, or the baseline in two runs. */
export type ValuePair = { readonly one: ShownValue; readonly another: ShownValue };

export type Range = { readonly least: number; readonly most: number };

export type LearnedNumbers = Range & {
  readonly integer: boolean;
  /** Widest distance between two that replaced each other, where that is little beside all that stands there. */
  readonly jitter: number | null;
  /** Whether they are ports, of which there are no others than 1 to 65535. */
  readonly isPort: boolean;
};

/** Ports that a value may be. */
export const ports: Range = { least: 1, most: 65_535 };

/**
 * What may vary at one place. A volatile value is not ignored: it is held to its type, format, length, letters,
 * magnitude or set, because a dropped timestamp, a changed unit or a shortened token is a real change.
 */
export type ValueConstraint = {
  /** Formats of moments, each with the widest distance between two that replaced each other. */
  readonly times: ReadonlyMap<string, { readonly spreadMs: number }>;
  /** Ways of writing a duration, each with the longest seen. */
  readonly durations: ReadonlyMap<string, { readonly mostMs: number }>;
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

/** More pairs teach nothing new of a form, and a place may have a hundred thousand. */
const mostPairs = 400;
/** A value that the baseline itself gave is always allowed, however late it came. */
const mostSeen = 20_000;

/** `name` is the last step of the place, where it says what the values are. */
export function learnConstraint(all: readonly ValuePair[], name = ''): ValueConstraint {
  const pairs = spread(all);
  const values = pairs.flatMap(({ one, another }) => [one, another]);
  const classes = values.map(classOf);
  const texts = pairs.filter(({ one, another }) => isText(one) && isText(another)).map(asTexts);
  const { templates, loose: loosePairs } = learnTemplates(texts);
  const loose = loosePairs.flatMap(({ one, another }) => [one, another]);
  const token = loose.length === 0 ? null : learnTokenForm(loose);
  return {
    times: learnTimes(pairs),
    durations: learnDurations(classes),
    classes: new Set(classes.flatMap((found) => nameOfClass(found) ?? [])),
    numbers: learnNumbers(pairs, /port$/i.test(name)),
    templates,
    token,
    freeText: token === null && loose.length > 0 ? rangeOf(loose.map((text) => text.length)) : null,
    seen: new Set(all.slice(0, mostSeen).flatMap(({ one, another }) => [seenKey(one), seenKey(another)])),
  };
}

/** From all over a recording, since what comes late may look otherwise than what comes first. */
function spread(all: readonly ValuePair[]): readonly ValuePair[] {
  if (all.length <= mostPairs) return all;
  const step = all.length / mostPairs;
  return Array.from({ length: mostPairs }, (_, index) => all[Math.floor(index * step)]).filter(
    (pair) => pair !== undefined,
  );
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
  const { times, durations, classes, numbers, templates, token, freeText } = constraint;
  const parts = [
    ...classes,
    ...[...times.keys()].map((format) => `time (${format})`),
    ...[...durations.keys()].map((format) => `duration (${format})`),
    ...(numbers === null ? [] : [describeNumbers(numbers)]),
    ...templates.map(describeTemplate),
    ...(token === null ? [] : [describeTokenForm(token)]),
    ...(freeText === null ? [] : ['free text']),
  ];
  return [...new Set(parts)].slice(0, 4).join(', or ') || 'one of the values seen';
}

function describeNumbers({ isPort, integer, least, most, jitter }: LearnedNumbers): string {
  if (isPort) return 'port';
  const strays = jitter === null ? '' : `, straying by ${Number(jitter.toPrecision(3))}`;
  return `${integer ? 'integer' : 'number'} near ${least} to ${most}${strays}`;
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

function learnDurations(found: readonly ValueClass[]): ValueConstraint['durations'] {
  const durations = new Map<string, { mostMs: number }>();
  for (const one of found) {
    if (one.kind !== 'duration') continue;
    durations.set(one.format, { mostMs: Math.max(durations.get(one.format)?.mostMs ?? 0, one.ms) });
  }
  return durations;
}

function widen(times: Map<string, { spreadMs: number }>, format: string, spreadMs: number): void {
  times.set(format, { spreadMs: Math.max(times.get(format)?.spreadMs ?? 0, spreadMs) });
}

function learnNumbers(pairs: readonly ValuePair[], isNamedPort: boolean): LearnedNumbers | null {
  const numbers = pairs
    .flatMap(({ one, another }) => [classOf(one), classOf(another)])
    .filter((found) => found.kind === 'number');
  if (numbers.length === 0) return null;
  const range = rangeOf(numbers.map(({ value }) => value));
  const integer = numbers.every((found) => found.integer);
  const isPort = isNamedPort && integer && range.least >= ports.least && range.most <= ports.most;
  return { ...range, integer, jitter: learnJitter(pairs, range), isPort };
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
