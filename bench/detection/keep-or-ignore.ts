/**
 * The rule of keploy, from its published sources and documents: a field that differed between two runs of the baseline is noise and
 * ignored, all others are asserted. Fields are paths without indices in lower case, and one is ignored when it contains a noisy one
 * (a path of one segment at any depth); the order of arrays does not matter; bodies that are not JSON are not compared;
 * of response headers that vary by nature only the presence counts.
 */
import type { NoiseRule } from './diffy.ts';
import type { SampledAnswer, SampledExchange } from './sample-exchange.ts';

const volatileHeaders = new Set([
  ...['date', 'x-request-id', 'request-id', 'x-correlation-id', 'x-runtime', 'traceparent', 'tracestate'],
  ...['b3', 'x-b3-traceid', 'x-b3-spanid', 'x-amzn-trace-id', 'x-cloud-trace-context', 'sentry-trace'],
]);

export function createKeepOrIgnore(): NoiseRule {
  const noise = new Map<string, Set<string>>();
  const differing = new Map<string, Set<string>>();
  const note = (into: Map<string, Set<string>>, route: string, paths: readonly string[]) => {
    const known = into.get(route) ?? new Set();
    for (const path of paths) known.add(path);
    into.set(route, known);
  };
  return {
    add: ({ route, baseline, secondary, candidate }: SampledExchange) => {
      note(noise, route, differingPaths(baseline, secondary));
      note(differing, route, differingPaths(baseline, candidate));
    },
    result: () =>
      [...differing].flatMap(([route, paths]) => {
        const ignored = [...(noise.get(route) ?? [])];
        return [...paths].filter((path) => !isIgnored(path, ignored)).map((path) => `${route} ${path}`);
      }),
  };
}

/** The matching of keploy: by substring. */
export function isIgnored(path: string, noise: readonly string[]): boolean {
  return noise.some((noisy) => path.includes(noisy));
}

export function differingPaths(left: SampledAnswer, right: SampledAnswer): readonly string[] {
  const status = left.status === right.status ? [] : ['status'];
  const names = [...new Set([...Object.keys(left.headers), ...Object.keys(right.headers)])];
  const headers = names.filter((name) => {
    const [one, another] = [left.headers[name], right.headers[name]];
    if (one === undefined || another === undefined) return one !== another;
    return !volatileHeaders.has(name) && one !== another;
  });
  return [...status, ...headers.map((name) => `header.${name}`), ...bodyPaths(left, right)];
}

function bodyPaths({ body: left }: SampledAnswer, { body: right }: SampledAnswer): readonly string[] {
  if (left.kind !== right.kind) return ['body'];
  return left.kind === 'json' && right.kind === 'json' ? valuePaths(left.value, right.value, 'body') : [];
}

/** An element is at home with the first one not yet taken that equals it; what is left over is paired in order. */
function valuePaths(left: unknown, right: unknown, path: string): readonly string[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return [path];
    const others = [...right];
    const alone = left.filter((item) => {
      const at = others.findIndex((other) => valuePaths(item, other, path).length === 0);
      if (at === -1) return true;
      others.splice(at, 1);
      return false;
    });
    return alone.flatMap((item, index) => valuePaths(item, others[index], path));
  }
  if (!isObject(left) || !isObject(right)) return [path];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => {
    const inside = `${path}.${key.toLowerCase()}`;
    if (!Object.hasOwn(left, key) || !Object.hasOwn(right, key)) return [inside];
    return valuePaths(left[key], right[key], inside);
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
