import type { Divergence, DivergenceKind } from '../../domain/divergence.ts';
import type { IgnoreRule } from '../../domain/policy.ts';

/** What is asked of the rules: a difference that would count, and whether the unchanged build varies at its place. */
export type Asked = { readonly route: string; readonly divergence: Divergence; readonly varies: boolean };

export type Ignores = {
  /** The rule that excuses a divergence, or `null`; a rule that is asked and excuses counts as used. */
  readonly find: (asked: Asked) => IgnoreRule | null;
  /** Rules that excused nothing, and those that have expired, in words. */
  readonly unused: () => readonly string[];
  /** Rules that are not what their writer took them for: expired, or too narrow or too broad for what was seen. */
  readonly warnings: () => readonly string[];
};

type Use = {
  excused: number;
  /** Of those, how many at places where the unchanged build never varies. */
  steady: number;
  /** Kinds that the rule's place showed and that it does not name. */
  readonly notNamed: Set<DivergenceKind>;
};

/**
 * Written excuses. A rule names one pattern exactly, on one route or on every route; nothing is matched by a part of a
 * path, so that excusing `id` cannot excuse `idempotency_key`; only `outbound` stands for every call of the route, made
 * or not. Without a kind it excuses values alone: what comes, goes or becomes another type must be named. After its last
 * day a rule excuses nothing.
 */
export function applyIgnores(rules: readonly IgnoreRule[], today: string): Ignores {
  const inForce = rules.filter((rule) => !isExpired(rule, today));
  const uses = new Map(rules.map((rule): [IgnoreRule, Use] => [rule, newUse()]));
  const useOf = (rule: IgnoreRule): Use => uses.get(rule) ?? newUse();
  return {
    find: ({ route, divergence, varies }) => {
      const { pattern, kind } = divergence;
      const here = inForce.filter((rule) => rule.route === '*' || rule.route === route);
      const named = here.filter((rule) => rule.pattern === pattern);
      const found = named.find((rule) => covers(rule, kind)) ?? here.find((rule) => isOfCalls(rule, pattern));
      if (found === undefined) {
        for (const rule of named) useOf(rule).notNamed.add(kind);
        return null;
      }
      const use = useOf(found);
      use.excused += 1;
      if (!varies) use.steady += 1;
      return found;
    },
    unused: () =>
      rules.filter((rule) => useOf(rule).excused === 0).map((rule) => describeUnused(rule, today)),
    warnings: () => rules.flatMap((rule) => warningsOf(rule, useOf(rule), today)),
  };
}

function newUse(): Use {
  return { excused: 0, steady: 0, notNamed: new Set() };
}

/** Kinds that change what a body, header or array is made of, and not only a value in it. */
const structural: ReadonlySet<DivergenceKind> = new Set([
  'header-added',
  'header-removed',
  'content-kind-changed',
  'field-added',
  'field-removed',
  'type-changed',
  'element-added',
  'element-removed',
  'response-missing',
  'response-appeared',
]);

function covers({ kind: named }: IgnoreRule, kind: DivergenceKind): boolean {
  return named === undefined ? !structural.has(kind) : named === kind;
}

function isOfCalls({ pattern, kind }: IgnoreRule, place: string): boolean {
  return pattern === 'outbound' && kind === undefined && place.startsWith('outbound/');
}

/** Dates as ISO days: they sort as text. */
function isExpired({ expires }: IgnoreRule, today: string): boolean {
  return expires < today.slice(0, 10);
}

function describeUnused(rule: IgnoreRule, today: string): string {
  return `${nameOf(rule)}: ${isExpired(rule, today) ? `expired on ${rule.expires}` : 'excused nothing'}`;
}

function warningsOf(rule: IgnoreRule, use: Use, today: string): readonly string[] {
  if (isExpired(rule, today)) {
    return [`The written excuse ${nameOf(rule)} expired on ${rule.expires} and is not applied.`];
  }
  const kinds = [...use.notNamed].join(', ');
  return [
    ...(kinds === ''
      ? []
      : [
          `The written excuse ${nameOf(rule)} does not cover what its place shows (${kinds}): it excuses ${rule.kind ?? 'values'} alone. Name the kind in a rule of its own if that is meant.`,
        ]),
    ...(use.steady === 0
      ? []
      : [
          `The written excuse ${nameOf(rule)} hid ${use.steady} of ${use.excused} differences where the unchanged build never varies: it hides a change, not noise.`,
        ]),
  ];
}

function nameOf({ route, pattern, kind, owner }: IgnoreRule): string {
  return `${route} ${pattern}${kind === undefined ? '' : ` ${kind}`} (${owner})`;
}
