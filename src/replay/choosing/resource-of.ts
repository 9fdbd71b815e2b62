/**
 * The one thing that a request is about, as the path that leads to it: `/carts/17` of `PUT /carts/17/items/3?x=1` on the route
 * `PUT /carts/{id}/items/{kind}`. Null for a collection or an operation: what it rests on is not one thing.
 */
export function resourceOf(route: string, target: string): string | null {
  const template = route.split(' ')[1]?.split('/') ?? [];
  const first = template.findIndex((segment) => segment.includes('{'));
  if (first === -1) return null;
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  const segments = path.split('/');
  return segments.length > first ? segments.slice(0, first + 1).join('/') : null;
}
