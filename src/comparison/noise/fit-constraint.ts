import type { ShownValue } from '../../domain/divergence.ts';
import { bitsOfTemplate, fitsTemplate, isOfTemplate, type TextTemplate } from '../text/text-template.ts';
import { bitsOf, fitsTokenForm } from '../values/token-form.ts';
import {
  classOf,
  type LearnedNumbers,
  nameOfClass,
  ports,
  type Range,
  seenKey,
  type ValueConstraint,
} from './value-constraint.ts';

/** Moments of one exchange in three instances lie this close, unless the place was seen to spread wider. */
export const closeInTimeMs = 10 * 60_000;

type Sides = { readonly baseline: ShownValue; readonly candidate: ShownValue };

/** `null` when the candidate's value keeps to what was learned; otherwise what it breaks, for the reason shown. */
export function findMisfit(constraint: ValueConstraint, { baseline, candidate }: Sides): string | null {
  if (constraint.seen.has(seenKey(candidate))) return null;
  const after = classOf(candidate);
  switch (after.kind) {
    case 'time':
      return timeMisfit(constraint, baseline, after);
    case 'duration':
      return durationMisfit(constraint, after);
    case 'number':
      return numberMisfit(constraint, baseline, after);
    case 'uuid':
      return uuidMisfit(constraint, after.version);
    case 'ulid':
    case 'jwt':
      return constraint.classes.has(nameOfClass(after) ?? '') ? null : `is a ${after.kind}`;
    case 'text':
      return textMisfit(constraint, baseline, candidate);
  }
}

/** Whether a baseline value is of what varies there at all; a constant that happens to stand there is not. */
export function isOfConstraint(constraint: ValueConstraint, value: ShownValue): boolean {
  if (constraint.seen.has(seenKey(value))) return true;
  const sides = { baseline: value, candidate: value };
  if (classOf(value).kind !== 'text') return findMisfit(constraint, sides) === null;
  return (
    findMisfit({ ...constraint, templates: [] }, sides) === null ||
    templateOf(constraint, value) !== undefined
  );
}

function templateOf({ templates }: ValueConstraint, value: ShownValue): TextTemplate | undefined {
  return templates.find((template) => isOfTemplate(template, value.text));
}

/** Two values of so few bits agree by chance; more bits that agree in every sample are constant. */
const chanceBits = 12;

/** Whether the place may show the same value twice although it varies: short durations, states, moments of one tick. */
export function canAgreeByChance(constraint: ValueConstraint, value: ShownValue): boolean {
  if (value.type === 'boolean')
    return constraint.seen.has('boolean true') && constraint.seen.has('boolean false');
  const found = classOf(value);
  if (found.kind === 'time' || found.kind === 'duration') return true;
  if (found.kind === 'number') {
    const { least, most } = constraint.numbers ?? { least: 0, most: 0 };
    return found.integer ? most - least < 2 ** chanceBits && most < 1e5 : value.text.length <= 5;
  }
  if (found.kind !== 'text') return false;
  const template = templateOf(constraint, value);
  if (template !== undefined) return bitsOfTemplate(template) <= chanceBits;
  return constraint.token !== null && bitsOf(constraint.token) <= chanceBits;
}

/** Ids of several versions, or of one that no standard knows, are random digits in the shape of a UUID. */
function uuidMisfit({ classes }: ValueConstraint, version: string): string | null {
  const known = [...classes].filter((name) => name.startsWith('uuid '));
  if (known.length === 0) return 'is a uuid';
  const isFree = known.length > 1 || known.some((name) => !/ [1-8]$/.test(name));
  return isFree || known.includes(`uuid ${version}`) ? null : `is a uuid of version ${version}`;
}

function timeMisfit(
  constraint: ValueConstraint,
  baseline: ShownValue,
  after: { readonly format: string; readonly ms: number },
): string | null {
  const known = constraint.times.get(after.format);
  if (known === undefined) return `is a time written as ${after.format}`;
  const before = classOf(baseline);
  if (before.kind !== 'time') return null;
  const distanceMs = Math.abs(after.ms - before.ms);
  if (distanceMs <= Math.max(closeInTimeMs, 3 * known.spreadMs)) return null;
  return `is ${Math.round(distanceMs / 1000)} s away from the baseline's`;
}

/** One order of magnitude beyond the longest, at least up to ten seconds: a slow machine may need as long. */
function durationMisfit(
  { durations }: ValueConstraint,
  after: { readonly format: string; readonly ms: number },
): string | null {
  const known = durations.get(after.format);
  if (known === undefined) return `is a duration written as ${after.format}`;
  return after.ms <= Math.max(known.mostMs * 10, 10_000) ? null : 'is far longer';
}

/** What strays further than anything seen, by this factor and by this part of the range, is no jitter any more. */
const beyondJitter = { times: 10, ofRange: 1 / 20 };

/** One order of magnitude to either side, at least up to 100: a changed unit or sign shows, a slow machine does not. */
function numberMisfit(
  { numbers }: ValueConstraint,
  baseline: ShownValue,
  after: { readonly value: number; readonly integer: boolean },
): string | null {
  if (numbers === null) return 'is a number';
  if (numbers.integer && !after.integer) return 'is not an integer';
  if (numbers.isPort) return isWithin(ports, after.value) ? null : 'is no port';
  const before = classOf(baseline);
  if (before.kind === 'number' && strays(numbers, Math.abs(after.value - before.value)))
    return `is further from the baseline's than the ${numbers.jitter} by which that strays`;
  const most = Math.max(numbers.most * 10, 100);
  const least = numbers.least < 0 ? -most : numbers.least / 10;
  const withinLeast = after.value >= (numbers.least <= 100 ? Math.min(0, least) : least);
  return withinLeast && after.value <= most ? null : 'is of another magnitude';
}

function strays({ jitter, least, most }: LearnedNumbers, distance: number): boolean {
  if (jitter === null) return false;
  return distance > Math.max(jitter * beyondJitter.times, (most - least) * beyondJitter.ofRange);
}

/** Of a value that is cut only the head is known; its length must then be near the baseline's. */
function textMisfit(constraint: ValueConstraint, baseline: ShownValue, candidate: ShownValue): string | null {
  if (candidate.type !== 'string' && candidate.type !== 'text') return `is of type ${candidate.type}`;
  const { templates, token, freeText } = constraint;
  const isWhole = candidate.digest === undefined;
  const isNear =
    isWhole || isWithin({ least: baseline.length * 0.75, most: baseline.length * 1.25 }, candidate.length);
  if (isNear && templates.some((template) => fitsTemplate(template, baseline.text, candidate.text)))
    return null;
  if (isNear && token !== null && fitsTokenForm(token, candidate.text)) return null;
  return freeText !== null && isWithin(looseRange(freeText), candidate.length) ? null : 'has another form';
}

/** Texts that always had one length keep it; others stay within a factor of four. */
function looseRange({ least, most }: Range): Range {
  return least === most ? { least, most } : { least: least / 4, most: most * 4 };
}

function isWithin({ least, most }: Range, value: number): boolean {
  return value >= least && value <= most;
}
