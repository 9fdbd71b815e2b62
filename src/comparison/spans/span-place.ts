import type { SpanEvent } from '../../domain/flow.ts';
import { atName, type Position, positionAt } from '../place-pattern.ts';

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const hexId = /\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b/gi;
const numberInPath = /(?<=\/)\d+(?=\/|$)/g;

/** Where the findings of a span stand: `span/GET ~1orders/client SELECT items`, by its parent; `span/-/…` where it has none. */
export function placeSpan({ parent, spanKind, name }: SpanEvent): Position {
  const outer = belowSpans(parent);
  const own = atName(outer, `${spanKind} ${name}`);
  return { place: own.place, pattern: atName(outer, `${spanKind} ${evenName(name)}`).pattern };
}

/** Where findings about all spans below one stand, such as their order. */
export function belowSpans(parent: string): Position {
  const start = positionAt('span');
  const { place } = atName(start, parent === '' ? '-' : parent);
  return { place, pattern: atName(start, parent === '' ? '-' : evenName(parent)).pattern };
}

/** Two spans are the same operation when these are equal: ids are made even, which instrumentation puts into names against advice. */
export function operationOf({ service, parent, spanKind, name }: SpanEvent): string {
  return [service, evenName(parent), spanKind, evenName(name)].join('\n');
}

function evenName(name: string): string {
  return name.replace(uuid, '{id}').replace(hexId, '{id}').replace(numberInPath, '{id}');
}
