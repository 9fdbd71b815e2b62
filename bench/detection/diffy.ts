/**
 * The rule by which Twitter's Diffy takes noise out, from its published sources (`DifferenceAnalyzer`, `Difference`, `Settings`):
 * per endpoint, field and class of difference, `raw` counts where candidate and primary differ, `noise` where secondary and
 * primary do. A field is reported when raw > noise, |raw − noise| / (raw + noise) > 20 % and |raw − noise| / requests > 0.03 %.
 */
import { isDeepStrictEqual } from 'node:util';
import type { SampledAnswer, SampledExchange } from './sample-exchange.ts';

const relativeThreshold = 20;
const absoluteThreshold = 0.03;
/** Objects with more keys, or with keys that are no names, are maps: their keys do not become part of the field. */
const mostNamedKeys = 50;
const longestName = 100;

type Counted = { raw: number; noise: number };

export type NoiseRule = {
  add(sample: SampledExchange): void;
  /** The fields it reports, as `route field class`. */
  result(): readonly string[];
};

export function createDiffy(): NoiseRule {
  const totals = new Map<string, number>();
  const fields = new Map<string, Counted>();
  const count = (route: string, differences: readonly string[], side: keyof Counted) => {
    for (const difference of new Set(differences)) {
      const key = `${route}\n${difference}`;
      const counted = fields.get(key) ?? { raw: 0, noise: 0 };
      counted[side] += 1;
      fields.set(key, counted);
    }
  };
  return {
    add: ({ route, baseline, secondary, candidate }) => {
      totals.set(route, (totals.get(route) ?? 0) + 1);
      count(route, differencesOf(lift(baseline), lift(candidate)), 'raw');
      count(route, differencesOf(lift(baseline), lift(secondary)), 'noise');
    },
    result: () =>
      [...fields].flatMap(([key, counted]) => {
        const [route = '', difference = ''] = key.split('\n');
        return isReported(counted, totals.get(route) ?? 0) ? [`${route} ${difference}`] : [];
      }),
  };
}

/** Thresholds are in per cent and must be exceeded. */
export function isReported({ raw, noise }: Counted, total: number): boolean {
  const distance = Math.abs(raw - noise);
  return (
    raw > noise &&
    (distance / (raw + noise)) * 100 > relativeThreshold &&
    (distance / total) * 100 > absoluteThreshold
  );
}

function lift({ status, headers, body }: SampledAnswer): unknown {
  return { status, headers, body: body.kind === 'json' ? body.value : body.text };
}

/** Every difference as `path class`, indices left out of the path. */
export function differencesOf(left: unknown, right: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(left, right)) return [];
  if (Array.isArray(left) && Array.isArray(right)) return arrayDifferences(left, right, path);
  if (isObject(left) && isObject(right)) return objectDifferences(left, right, path);
  return [`${path} ${typeOf(left) === typeOf(right) ? 'Primitive' : 'Type'}`];
}

function arrayDifferences(
  left: readonly unknown[],
  right: readonly unknown[],
  path: string,
): readonly string[] {
  const sorted = (list: readonly unknown[]) => list.map((item) => JSON.stringify(item)).sort();
  if (isDeepStrictEqual(sorted(left), sorted(right))) return [`${path} Ordering`];
  if (left.length !== right.length) return [`${path} SeqSize`];
  return left.flatMap((item, index) => differencesOf(item, right[index], path));
}

type Members = Readonly<Record<string, unknown>>;

function objectDifferences(left: Members, right: Members, path: string): readonly string[] {
  if (isMap(left) || isMap(right)) {
    const keys = isDeepStrictEqual(Object.keys(left).sort(), Object.keys(right).sort())
      ? []
      : [`${path}.keys Set`];
    const shared = Object.keys(left).filter((key) => Object.hasOwn(right, key));
    return [...keys, ...shared.flatMap((key) => differencesOf(left[key], right[key], `${path}.values`))];
  }
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => {
    const field = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(right, key)) return [`${field} MissingField`];
    if (!Object.hasOwn(left, key)) return [`${field} ExtraField`];
    return differencesOf(left[key], right[key], field);
  });
}

/** Header names have dashes, which Diffy's lifter of headers allows. */
function isMap(members: Members): boolean {
  const keys = Object.keys(members);
  return (
    keys.length > mostNamedKeys ||
    keys.some((key) => key.length > longestName || !/^[_a-zA-Z][_a-zA-Z0-9-]*$/.test(key))
  );
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whole numbers are Longs there, others Doubles. */
function typeOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'double';
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
