import { type DivergenceCollector, mostOfOneSort, type Sort } from '../../divergence-collector.ts';
import { showJson } from '../../values/shown-value.ts';
import { compareJsonInside, createIdentities, type JsonComparison } from '../compare-json.ts';
import type { JsonValue } from '../json-value.ts';
import { parseJson } from '../parse-json.ts';
import { jsonBytes } from './json-bytes.ts';
import { createPlaceNames } from './name-places.ts';
import { createSortsByForm, type SortsByForm } from './sorts-by-form.ts';
import type { Difference, Span, Step } from './step.ts';

const { minus, nine, quote, zero } = jsonBytes;

/**
 * What the walk found, in bytes → divergences. Values are read, named and shown only of what is kept: where a sort is over its
 * bound, one more of it is told by its pattern and the forms of both values, and only counted.
 */
export function createSettler(step: Step, comparison: JsonComparison): (difference: Difference) => void {
  const names = createPlaceNames(step.baseline, comparison.position);
  /** Not before there are so many that sorts are told apart. */
  let sorts: SortsByForm | null = null;
  const identities = createIdentities();
  const { identity } = comparison;
  let told: Sort | null = null;
  const collector: DivergenceCollector = {
    ...comparison.collector,
    add: (divergence) => {
      told = comparison.collector.add(divergence);
      return told;
    },
  };
  const tell = (difference: Difference): Sort | null => {
    const position = names.positionOf(difference.place);
    told = null;
    settle(step, difference, { identities, identity, collector, position, depth: difference.depth });
    return told;
  };
  return (difference) => {
    const pattern = names.patternOf(difference.place);
    const known = sorts?.sortOf(difference, pattern) ?? null;
    if (known !== null && collector.countMore(known)) return;
    const sort = tell(difference);
    if (sort === null || sort.count < mostOfOneSort) return;
    sorts ??= createSortsByForm(step, identity);
    sorts.remember(difference, pattern, sort);
  };
}

type Inside = Parameters<typeof compareJsonInside>[2];

function settle(step: Step, difference: Difference, inside: Inside): void {
  const { kind } = difference;
  const baseline = read(step.baseline, difference.baseline);
  const other = read(step.other, difference.other);
  if (kind === 'pair') {
    compareJsonInside(baseline ?? null, other ?? null, inside);
  } else {
    inside.collector.add({
      kind,
      ...inside.position,
      baseline: baseline === undefined ? null : showJson(baseline),
      candidate: other === undefined ? null : showJson(other),
      ...noteOfMove(difference),
    });
  }
}

function noteOfMove({ place, movedTo }: Difference): { readonly note?: string } {
  if (movedTo === undefined || typeof place?.step !== 'number') return {};
  return { note: `from index ${~place.step} to ${movedTo}` };
}

/** Known to be JSON: a plain string and a number need no parser. */
function read(bytes: Buffer, span: Span | null): JsonValue | undefined {
  if (span === null) return undefined;
  const text = bytes.toString('utf8', span.from, span.to);
  const first = bytes[span.from] ?? 0;
  if (first === quote && !text.includes('\\')) return text.slice(1, -1);
  return first === minus || (first >= zero && first <= nine) ? { lexeme: text } : parseJson(text);
}
