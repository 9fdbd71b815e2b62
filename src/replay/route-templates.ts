import { idTemplate, looksLikeId } from './id-shapes.ts';

/** From this many distinct siblings on, names that share what follows them are taken for values. */
const fewestSiblings = 10;
/** So many siblings are values however often each is visited. */
const surelyValues = 100;
/** Below `surelyValues`, values are visited about this often each at most; endpoints much more often. */
const mostVisits = 5;
/** A sibling visited this many times as often as the middle one is an endpoint: `/products/search`. */
const outstanding = 4;

/** Tells the route of a request. Made by `learnRouteTemplates`; asked again when single requests must be named. */
export type RouteTemplates = {
  /** e.g. `GET /carts/{id}`; with an operation `POST / DynamoDB_20120810.CreateTable`. The query is left out. */
  routeOf(method: string, target: string, operation?: string | null): string;
};

type Node = { visits: number; readonly children: Map<string, Node> };

/**
 * Used once per plan, with the targets of all its requests: learns which path segments are values. Noise statistics are
 * kept per route, so two endpoints must not become one, nor one endpoint as many as it has ids. Deterministic: the order of the targets does not matter.
 */
export function learnRouteTemplates(targets: Iterable<string>): RouteTemplates {
  const root = emptyNode();
  for (const target of targets) plant(root, collapsedSegments(target));
  mergeValues(root, true);
  return {
    routeOf: (method, target, operation) => {
      const path = `/${walk(root, collapsedSegments(target)).join('/')}`;
      return operation ? `${method} ${path} ${operation}` : `${method} ${path}`;
    },
  };
}

/** The path of a target as segments, those that look like ids already collapsed. An absolute target loses its origin. */
export function collapsedSegments(target: string): readonly string[] {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) return [path];
  return path
    .slice(1)
    .split('/')
    .map((segment) => (looksLikeId(stem(segment)) ? idTemplate(segment) : segment));
}

/** `17` of `17.json`: an extension does not make a name of an id. */
function stem(segment: string): string {
  return segment.replace(/(?<=.)\.[a-z][a-z0-9]{1,4}$/i, '');
}

function emptyNode(): Node {
  return { visits: 0, children: new Map() };
}

function plant(root: Node, segments: readonly string[]): void {
  let node = root;
  for (const segment of [...segments, endMark]) {
    node = childOf(node, segment);
    node.visits += 1;
  }
}

/** Marks where a path ends, so that `/orders` and `/orders/{id}` are different suffixes. No segment holds a slash. */
const endMark = '/';

function childOf(node: Node, segment: string): Node {
  let child = node.children.get(segment);
  if (child === undefined) {
    child = emptyNode();
    node.children.set(segment, child);
  }
  return child;
}

/** Top down: the values among the children of a node become one `{id}` child, whose own children are looked at next. */
function mergeValues(node: Node, isRoot: boolean): void {
  if (!isRoot) {
    for (const value of valuesAmong(node)) moveInto(node, value);
  }
  for (const child of node.children.values()) mergeValues(child, false);
}

/** The children that stand for values: many names followed by the same thing, each seldom visited. */
function valuesAmong(node: Node): readonly string[] {
  const bySuffix = new Map<string, string[]>();
  for (const [segment, child] of node.children) {
    if (segment === endMark || segment.startsWith('{id}') || isCamelCase(segment)) continue;
    for (const suffix of child.children.keys()) {
      const group = bySuffix.get(suffix) ?? [];
      group.push(segment);
      bySuffix.set(suffix, group);
    }
  }
  const values = new Set<string>();
  for (const group of bySuffix.values()) {
    for (const value of seldomVisited(node, group)) values.add(value);
  }
  return [...values];
}

function seldomVisited(node: Node, group: readonly string[]): readonly string[] {
  if (group.length < fewestSiblings) return [];
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

function moveInto(node: Node, value: string): void {
  const from = node.children.get(value);
  if (from === undefined) return;
  node.children.delete(value);
  absorb(childOf(node, '{id}'), from);
}

function absorb(into: Node, from: Node): void {
  into.visits += from.visits;
  for (const [segment, child] of from.children) absorb(childOf(into, segment), child);
}

/** Follows the learned tree. A name never seen counts as a value where values are known, else it stays. */
function walk(root: Node, segments: readonly string[]): readonly string[] {
  const template: string[] = [];
  let node: Node | undefined = root;
  for (const segment of segments) {
    const named: Node | undefined = node?.children.get(segment);
    const merged: Node | undefined = named === undefined ? node?.children.get('{id}') : undefined;
    const isValue: boolean = merged !== undefined && node !== root;
    template.push(isValue ? '{id}' : segment);
    node = isValue ? merged : named;
  }
  return template;
}
