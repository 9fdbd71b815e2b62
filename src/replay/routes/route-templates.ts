import { valuesAmong } from '../values/value-siblings.ts';
import {
  collapsedSegments,
  mergeChildren,
  plantRoutes,
  type RouteNode,
  type RouteSample,
  slugId,
} from './route-tree.ts';

/** Tells the route of a request. Made by `learnRouteTemplates`; asked again when single requests must be named. */
export type RouteTemplates = {
  /** e.g. `GET /carts/{id}`; with an operation `POST / DynamoDB_20120810.CreateTable`. The query is left out. */
  routeOf(method: string, target: string, operation?: string | null): string;
};

/**
 * Used once per plan, with all its requests: learns which path segments are values. Noise statistics are
 * kept per route, so two endpoints must not become one, nor one endpoint as many as it has ids. Deterministic: the order of the
 * samples does not matter.
 */
export function learnRouteTemplates(samples: Iterable<RouteSample>): RouteTemplates {
  const root = plantRoutes(samples);
  mergeChildren(root, [slugId], '{id}');
  for (const [segment, child] of root.children) mergeValues(child, segment);
  return {
    routeOf: (method, target, operation) => {
      const path = `/${walk(root, collapsedSegments(target)).join('/')}`;
      return operation ? `${method} ${path} ${operation}` : `${method} ${path}`;
    },
  };
}

/**
 * Top down: the values among the children of a node become one `{id}` child, whose own children are looked at next. First segments
 * are left alone: most services have their collections there.
 */
function mergeValues(node: RouteNode, name: string): void {
  mergeChildren(node, [...valuesAmong(node, name), slugId], '{id}');
  for (const [segment, child] of node.children) mergeValues(child, segment);
}

/** Follows the learned tree. A name never seen counts as a value where values are known, else it stays. */
function walk(root: RouteNode, segments: readonly string[]): readonly string[] {
  const template: string[] = [];
  let node: RouteNode | undefined = root;
  for (const collapsed of segments) {
    const segment = collapsed === slugId ? '{id}' : collapsed;
    const named: RouteNode | undefined = node?.children.get(segment);
    const merged: RouteNode | undefined = named === undefined ? node?.children.get('{id}') : undefined;
    const isValue: boolean = merged !== undefined && node !== root;
    template.push(isValue ? '{id}' : segment);
    node = isValue ? merged : named;
  }
  return template;
}
