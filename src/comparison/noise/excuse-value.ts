import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import type { ComparedExchange } from '../compared-run.ts';
import { framesNote } from '../text/stack-frames.ts';
import { differOnlyInVersion } from '../text/version-banner.ts';
import { differOnlyInTime } from '../values/differ-only-in-time.ts';
import { isMeasuredDuration } from '../values/measured-duration.ts';
import { type Excuse, noise, refuse, stands } from './excuse.ts';
import { canAgreeByChance, findMisfit, isOfConstraint } from './fit-constraint.ts';
import type { LearnedNoise, PlaceNoise } from './learn-noise.ts';
import { classOf, describeConstraint, seenKey, type ValueConstraint } from './value-constraint.ts';

export type ExcuseContext = { readonly exchange: ComparedExchange; readonly noise: LearnedNoise };

/**
 * One value that differs. It is noise when the same code gave different values in this very place and the candidate's keeps
 * to what those had in common; or when the place varies elsewhere and the values seen here may have agreed by chance; or
 * when both values are plainly the moment of the answer. A value that the client had sent is never noise.
 */
export function excuseValue(divergence: Divergence, context: ExcuseContext): Excuse {
  const { baseline, candidate } = divergence;
  if (baseline === null || candidate === null) return stands('only one side has a value');
  if (divergence.note?.includes(framesNote))
    return noise('stack frames', 'frames name source lines, which any edit moves');
  const sides = { baseline, candidate };
  const place = valuePlace(context, divergence);
  const ofExchange = context.noise.ofExchange(context.exchange.exchangeId);
  if (place !== null && ofExchange.isVolatile(divergence))
    return holdToConstraint(place, sides, divergence.place === 'body');
  if (context.exchange.echoed.has(divergence.place)) return stands('the client had sent this value');
  const isConstant = ofExchange.repeated.has(divergence.place);
  return (
    excuseChance(place, sides, isConstant) ??
    excuseMoment(sides, context.exchange, isConstant) ??
    excuseBanner(divergence, sides) ??
    excuseDuration(divergence, sides) ??
    excuseUnmeasured(sides, context.exchange) ??
    unexcused(place)
  );
}

/** What varies in other exchanges of the route does not thereby vary in this one. */
export function unexcused(place: PlaceNoise | null): Excuse {
  if (place === null) return stands('the baseline does not vary there');
  return refuse('over-broad', `the baseline does not vary there in this exchange; it ${variedIn(place)}`);
}

/** A place where values vary, with the constraint they keep to. */
export type ValuePlace = PlaceNoise & { readonly constraint: ValueConstraint };

/** What is known of the values at a place; `null` when they never varied. */
export function valuePlace(
  { exchange, noise: learned }: ExcuseContext,
  { pattern }: Pick<Divergence, 'pattern'>,
): ValuePlace | null {
  const place = learned.atPlace(exchange.route, pattern);
  if (place === null || place.constraint === null) return null;
  return { ...place, constraint: place.constraint };
}

type Sides = { readonly baseline: ShownValue; readonly candidate: ShownValue };

function holdToConstraint(place: ValuePlace, sides: Sides, isRoot: boolean): Excuse {
  const learned = describeConstraint(place.constraint);
  if (isRoot && isFormless(place.constraint, sides.candidate))
    return refuse(
      'root-value',
      'the whole body is one text, which varies in no form that it could be held to',
    );
  const misfit = findMisfit(place.constraint, sides);
  if (misfit === null) return noise(learned, variedIn(place));
  return refuse('other-form', `varies there as ${learned}, but the candidate's value ${misfit}`);
}

/** A text that keeps to nothing but a length: excusing the whole body for that would excuse any answer. */
function isFormless(constraint: ValueConstraint, candidate: ShownValue): boolean {
  return (
    constraint.freeText !== null && !constraint.seen.has(seenKey(candidate)) && candidate.type === 'string'
  );
}

export function variedIn({ varied, compared }: PlaceNoise): string {
  return `differs in ${varied} of ${Math.max(varied, compared)} baseline pairs`;
}

/** Few samples of a value with few possibilities agree now and then; many bits that agree are a constant. */
function excuseChance(place: ValuePlace | null, sides: Sides, isConstant: boolean): Excuse | null {
  if (place === null || !isOfConstraint(place.constraint, sides.baseline)) return null;
  if (isConstant && classOf(sides.baseline).kind === 'time') return null;
  if (!canAgreeByChance(place.constraint, sides.baseline)) return null;
  if (sides.baseline.type === 'boolean' && !variesWidely(place)) return null;
  if (findMisfit(place.constraint, sides) !== null) return null;
  return noise(describeConstraint(place.constraint), `${variedIn(place)}, and agreed here by chance`);
}

/** A flag that is drawn differs in half of all pairs: one that differed once in many is decided elsewhere. */
function variesWidely({ varied, compared }: PlaceNoise): boolean {
  return varied * 4 >= compared;
}

/** Two answers of one second may bear the same time; two runs may not. */
function excuseMoment(
  { baseline, candidate }: Sides,
  exchange: ComparedExchange,
  isConstant: boolean,
): Excuse | null {
  if (isConstant || !differOnlyInTime(baseline, candidate, exchange.answeredAt)) return null;
  return noise('time of the answer', 'both sides are within minutes of the moment they were sent');
}

/** A version in a banner says which software answers, not what it answers. */
function excuseBanner({ place }: Divergence, sides: Sides): Excuse | null {
  return differOnlyInVersion(place, sides)
    ? noise('version banner', 'only the version number differs')
    : null;
}

function excuseDuration(divergence: Divergence, sides: Sides): Excuse | null {
  return isMeasuredDuration(divergence, sides)
    ? noise('measured duration', 'named as one, and both sides are short')
    : null;
}

/** Without a secondary nothing can be learned; what is plainly drawn at random on both sides is still no finding. */
function excuseUnmeasured({ baseline, candidate }: Sides, exchange: ComparedExchange): Excuse | null {
  if (exchange.noise !== null) return null;
  const before = classOf(baseline);
  const after = classOf(candidate);
  const isRandom = before.kind === 'uuid' || before.kind === 'ulid';
  return isRandom && before.kind === after.kind
    ? noise(before.kind, 'drawn at random on both sides; no secondary ran to learn from')
    : null;
}
