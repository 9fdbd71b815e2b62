import type { Divergence } from '../../domain/divergence.ts';
import { type Excuse, noise, refuse } from './excuse.ts';
import { type ExcuseContext, unexcused, variedIn } from './excuse-value.ts';
import { lengthChangeOf, type PlaceNoise } from './learn-noise.ts';
import { seenKey } from './value-constraint.ts';

type Kind = Divergence['kind'];

/** Kinds that are each other's reverse: what is added on one day is removed on the other. */
const families: readonly (readonly Kind[])[] = [
  ['field-added', 'field-removed'],
  ['header-added', 'header-removed'],
  ['element-added', 'element-removed'],
  ['response-missing', 'response-appeared'],
  ['outbound-call-added', 'outbound-call-removed'],
  ['span-added', 'span-removed', 'span-repeated'],
  ['row-added', 'row-removed'],
  ['key-added', 'key-removed'],
  ['file-added', 'file-removed'],
];

/**
 * Differences of presence, order and type. They are noise only when the same exchange showed them for the baseline too:
 * what is optional in one exchange is not thereby optional in all. Order alone is a property of the code, so an array seen
 * unordered once is unordered on its route.
 */
export function excuseStructure(divergence: Divergence, context: ExcuseContext): Excuse {
  const place = context.noise.atPlace(context.exchange.route, divergence.pattern);
  if (divergence.kind === 'element-moved' && place?.kinds.has('element-moved')) {
    return excuseOrder(divergence, place, context.exchange);
  }
  const here = context.noise
    .ofExchange(context.exchange.exchangeId)
    .divergences.filter(
      ({ pattern, kind }) => pattern === divergence.pattern && isFamily(kind, divergence.kind),
    );
  if (here.length === 0 || place === null) return unexcused(place);
  const misfit = structureMisfit(divergence, here, { ...context, place });
  if (misfit !== null) return misfit;
  return noise(learnedOf(divergence.kind), variedIn(place));
}

/** Of elements that move by chance, about as many move each time; a list that is turned round by a change moves far more. */
const moreMoved = { times: 2, least: 3 };

/** A sort leaves equals in any order: that they move does not make the whole list unordered. */
function excuseOrder(divergence: Divergence, place: PlaceNoise, exchange: ExcuseContext['exchange']): Excuse {
  const moved = exchange.divergences.filter(
    ({ kind, pattern }) => kind === 'element-moved' && pattern === divergence.pattern,
  ).length;
  if (moved <= Math.max(moreMoved.least, place.moved * moreMoved.times))
    return noise('unordered', variedIn(place));
  return refuse('order-ambiguous', `${moved} elements moved, for the baseline ${place.moved} at most`);
}

function isFamily(one: Kind, another: Kind): boolean {
  return one === another || families.some((family) => family.includes(one) && family.includes(another));
}

function structureMisfit(
  divergence: Divergence,
  here: readonly Divergence[],
  { exchange, place }: ExcuseContext & { readonly place: PlaceNoise },
): Excuse | null {
  switch (divergence.kind) {
    case 'element-added':
    case 'element-removed':
    case 'row-added':
    case 'row-removed':
    case 'key-added':
    case 'key-removed':
    case 'file-added':
    case 'file-removed':
      return countMisfit(divergence, here, exchange);
    case 'status-changed':
    case 'type-changed':
      return isSeen(divergence, here)
        ? null
        : refuse('structural', 'varies there, but never to what the candidate gives');
    case 'bytes-changed':
    case 'file-changed':
      return lengthMisfit(divergence, here, place);
    default:
      return null;
  }
}

/** Elements, rows, keys or files: the baseline's own may be one more or fewer, but not by more than it was seen to be. */
function countMisfit(
  { kind, pattern }: Divergence,
  here: readonly Divergence[],
  exchange: ExcuseContext['exchange'],
): Excuse | null {
  const [what = ''] = kind.split('-');
  const net = Math.abs(netCount(exchange.divergences, what, pattern));
  const known = Math.max(
    ...[exchange.noise ?? [], here].map((list) => Math.abs(netCount(list, what, pattern))),
  );
  return net <= known
    ? null
    : refuse('array-length', `the count of ${what}s changes by ${net}, for the baseline by ${known} at most`);
}

function netCount(divergences: readonly Divergence[], what: string, pattern: string): number {
  const count = (kind: string): number =>
    divergences.filter((divergence) => divergence.kind === kind && divergence.pattern === pattern).length;
  return count(`${what}-added`) - count(`${what}-removed`);
}

/** By value for a status; by type for a field, whose values vary. */
function isSeen({ kind, candidate }: Divergence, here: readonly Divergence[]): boolean {
  if (candidate === null) return false;
  const keyOf = (value: NonNullable<Divergence['baseline']>): string =>
    kind === 'type-changed' ? value.type : seenKey(value);
  const known = here.flatMap((divergence) => [divergence.baseline, divergence.candidate]);
  return known.some((value) => value !== null && keyOf(value) === keyOf(candidate));
}

/** So many pairs of answers to one request, and all others on its route, must have shown one length before another counts. */
const fixedLengthPairs = 2;

/** Bytes that a date or an id alone makes vary keep their length: then another length is another content, however little it is. */
function lengthMisfit(divergence: Divergence, here: readonly Divergence[], place: PlaceNoise): Excuse | null {
  const isFixed = place.lengthChange === 0 && here.length >= fixedLengthPairs;
  const known = Math.max(...here.map(lengthChangeOf));
  return lengthChangeOf(divergence) <= (isFixed ? 0 : Math.max(64, 2 * known))
    ? null
    : refuse('other-form', 'varies there, but not that much in length');
}

function learnedOf(kind: Kind): string {
  if (kind === 'response-missing' || kind === 'response-appeared')
    return 'the baseline itself fails at times';
  if (kind === 'status-changed' || kind === 'type-changed') return 'one of the values seen';
  if (kind === 'element-moved') return 'unordered';
  return kind === 'bytes-changed' || kind === 'content-kind-changed' ? 'varies' : 'optional';
}
