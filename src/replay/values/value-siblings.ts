import { type RouteNode, slugId } from '../routes/route-tree.ts';
import { isSlug } from './id-shapes.ts';
import { isCollectionName } from './resource-names.ts';

/** From this many distinct siblings on, names that share what follows them are taken for values. */
const fewestNames = 10;
/** So many siblings are values however often each is visited. */
const surelyValues = 100;
/** Below `surelyValues`, values are visited about this often each at most; endpoints much more often. */
const mostVisits = 5;
/** A sibling visited this many times as often as the middle one is an endpoint: `/products/search`. */
const outstanding = 4;
/** Slugs that are requested alike are values from fewer on: below a plural, and beside slugs that hold a number, as `pan-24`. */
const fewestSlugs = { belowCollection: 4, besideSlugIds: 3 };

/**
 * Used on the children of each node, whose own name is `parent`: those that stand for one thing among many. Two ways to tell:
 * many names followed by the same thing, each seldom visited; and slugs requested alike, such as `kettle-1l` and `board-oak`. Few
 * plain words stay what they are, since nothing tells `/products/vase` from `/products/search`.
 */
export function valuesAmong(node: RouteNode, parent: string): ReadonlySet<string> {
  return new Set([...manyNames(node), ...alikeSlugs(node, parent)]);
}

function manyNames(node: RouteNode): readonly string[] {
  const names = [...node.children].filter(
    ([segment]) => !segment.startsWith('{id}') && !isCamelCase(segment),
  );
  const suffixesOf = ({ children, ends }: RouteNode) => [...children.keys(), ...(ends.size > 0 ? ['/'] : [])];
  return groupedBy(names, suffixesOf).flatMap(([, group]) => seldomVisited(node, group));
}

function seldomVisited(node: RouteNode, group: readonly string[]): readonly string[] {
  if (group.length < fewestNames) return [];
  const visits = (segment: string) => node.children.get(segment)?.visits ?? 0;
  const sorted = group.map(visits).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (group.length < surelyValues && middle > mostVisits) return [];
  return group.filter((segment) => visits(segment) < Math.max(8, outstanding * middle));
}

/** `listOrders`, `CreateTable`: a name that somebody gave to an operation. */
function isCamelCase(segment: string): boolean {
  return /^[A-Za-z]*[a-z][A-Z][A-Za-z]*$/.test(segment);
}

type Slug = readonly [segment: string, node: RouteNode];

/**
 * Slugs that enough others are requested like, and with them those that are requested in no other way. Ids of another form beside
 * them, as in `/orders/17`, are all the values there are.
 */
function alikeSlugs(node: RouteNode, parent: string): readonly string[] {
  const slugs = [...node.children].filter(([segment, child]) => isSlug(segment) && !holdsIds(child));
  const slugIds = node.children.get(slugId);
  const likeIds = new Set(slugIds === undefined ? [] : continuationsOf(slugIds));
  const isBelowCollection = isCollectionName(parent) && !holdsIds(node);
  const isEnough = (continuation: string, count: number): boolean =>
    (isBelowCollection && count >= fewestSlugs.belowCollection) ||
    (likeIds.has(continuation) && count >= fewestSlugs.besideSlugIds);
  const alike = new Set(
    groupedBy(slugs, (slug) => continuationsOf(slug).filter(namesOneThing))
      .filter(([continuation, { length }]) => isEnough(continuation, length))
      .flatMap(([, group]) => group),
  );
  const values = slugs.filter(([segment]) => alike.has(segment));
  if (values.length === 0 || areParts(values, node)) return [];
  const fits = fitsAmong(new Set(values.flatMap(([, slug]) => continuationsOf(slug))));
  return slugs.filter(([, slug]) => fits(slug)).map(([segment]) => segment);
}

/** Ids that are no slugs follow: it is a collection, not a thing in one. */
function holdsIds({ children }: RouteNode): boolean {
  return [...children.keys()].some((segment) => segment.startsWith('{id}') && segment !== slugId);
}

/** What is requested at and below a name: its ends, and the segments that follow, with a slash. Preflights say nothing. */
function continuationsOf({ children, ends }: RouteNode): readonly string[] {
  return [
    ...[...ends].filter((end) => end !== 'OPTIONS'),
    ...[...children.keys()].map((segment) => `/${segment}`),
  ];
}

/** One thing among many is read, changed or taken away, or has parts. What is only posted to is an operation: `/auth/sign-in`. */
function namesOneThing(continuation: string): boolean {
  return /^(?:GET .*|PUT|PATCH|DELETE|\/.*)$/.test(continuation);
}

/** Every second one leads to something that no other leads to: `/services/user-service/users`. */
function areParts(values: readonly Slug[], { children }: RouteNode): boolean {
  const siblings = [...children].filter(([segment]) => isSlug(segment) || segment === slugId);
  const ways = new Map(
    groupedBy(siblings, (child) => [...child.children.keys()]).map(([next, { length }]) => [next, length]),
  );
  const leadElsewhere = values.filter(([, slug]) =>
    slug.children.keys().some((next) => ways.get(next) === 1),
  );
  return 2 * leadElsewhere.length >= values.length;
}

/**
 * Tells whether a slug is requested in no way that the known values are not. What never succeeded, and what changes or takes away one thing,
 * fits wherever the path ends behind values.
 */
function fitsAmong(known: ReadonlySet<string>): (slug: RouteNode) => boolean {
  const ends = [...known].filter((continuation) => !continuation.startsWith('/'));
  const isRead = ends.some((end) => end.startsWith('GET'));
  const fits = (continuation: string): boolean => {
    if (known.has(continuation)) return true;
    return continuation === 'GET' ? isRead : /^(?:PUT|PATCH|DELETE)$/.test(continuation) && ends.length > 0;
  };
  return (slug) => {
    const continuations = continuationsOf(slug);
    return continuations.length > 0 && continuations.every(fits);
  };
}

/** The names that have each of the things that `traitsOf` tells of their nodes. */
function groupedBy(
  names: readonly (readonly [string, RouteNode])[],
  traitsOf: (node: RouteNode) => readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const [name, node] of names) {
    for (const trait of traitsOf(node)) {
      const group = groups.get(trait) ?? [];
      group.push(name);
      groups.set(trait, group);
    }
  }
  return [...groups];
}
