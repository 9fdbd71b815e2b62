import { idTemplate, isSlug, looksLikeId } from '../values/id-shapes.ts';

/** One request, as far as routes are learned from it. */
export type RouteSample = {
  readonly method: string;
  readonly target: string;
  /** Media type of the recorded response when that was a success, empty when it named none; null when it was no success. */
  readonly mediaType: string | null;
  /** How many such requests there were; 1 when absent. */
  readonly requests?: number;
};

/** All that was requested below one prefix. */
export type RouteNode = {
  /** Requests whose path leads here or further. */
  visits: number;
  readonly children: Map<string, RouteNode>;
  /** Those whose path ends here: `GET application/json`, `GET` when none was a success, `DELETE`. */
  readonly ends: Set<string>;
};

/** Stands in the tree for ids that are slugs with a number, `pan-24`, until it is known what their siblings are. */
export const slugId = '{id}-{slug}';

/** Used on each request before routes are known: its path as segments, ids already collapsed. An absolute target loses its origin. */
export function collapsedSegments(target: string): readonly string[] {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) return [path];
  return path.slice(1).split('/').map(collapsed);
}

function collapsed(segment: string): string {
  if (!looksLikeId(stem(segment))) return segment;
  return isSlug(segment) ? slugId : idTemplate(segment);
}

/** `17` of `17.json`: an extension does not make a name of an id. */
function stem(segment: string): string {
  return segment.replace(/(?<=.)\.[a-z][a-z0-9]{1,4}$/i, '');
}

/** The tree of all paths. It is the same for every order of the samples. */
export function plantRoutes(samples: Iterable<RouteSample>): RouteNode {
  const root = emptyNode();
  for (const { method, target, mediaType, requests = 1 } of samples) {
    let node = root;
    for (const segment of collapsedSegments(target)) {
      node = childOf(node, segment);
      node.visits += requests;
    }
    node.ends.add(endOf(method, mediaType));
  }
  return root;
}

function endOf(method: string, mediaType: string | null): string {
  if (method !== 'GET' && method !== 'HEAD') return method;
  return mediaType === null ? 'GET' : `GET ${mediaType}`;
}

/** Makes the children of these names one child, with all that was requested below them. */
export function mergeChildren(node: RouteNode, names: Iterable<string>, into: string): void {
  for (const name of names) {
    const from = node.children.get(name);
    if (from === undefined) continue;
    node.children.delete(name);
    absorb(childOf(node, into), from);
  }
}

function absorb(into: RouteNode, from: RouteNode): void {
  into.visits += from.visits;
  for (const end of from.ends) into.ends.add(end);
  for (const [segment, child] of from.children) absorb(childOf(into, segment), child);
}

function childOf(node: RouteNode, segment: string): RouteNode {
  let child = node.children.get(segment);
  if (child === undefined) {
    child = emptyNode();
    node.children.set(segment, child);
  }
  return child;
}

function emptyNode(): RouteNode {
  return { visits: 0, children: new Map(), ends: new Set() };
}
