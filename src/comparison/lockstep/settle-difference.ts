import { compareJsonInside, createIdentities, type JsonComparison } from '../compare-json.ts';
import type { DivergenceCollector, Sort } from '../divergence-collector.ts';
import type { JsonValue } from '../json-value.ts';
import { parseJson } from '../parse-json.ts';
import { showJson } from '../shown-value.ts';
import { createPlaceNames } from './name-places.ts';
import { quote } from './skip-json.ts';
import { createSortsByForm } from './sorts-by-form.ts';
import type { Difference, Span, Step } from './step.ts';

/**
 * What the walk found, in bytes → divergences. Values are read, named and shown only of what is kept: where a sort is over its
 * bound, one more of it is told by its pattern and the forms of both values, and only counted.
 */
export function createSettler(step: Step, comparison: JsonComparison): (difference: Difference) => void {
  const names = createPlaceNames(step.baseline, comparison.position);
  const sorts = createSortsByForm(step, comparison.identity);
  const identities = createIdentities();
  const told: { sort: Sort | null } = { sort: null };
  const collector: DivergenceCollector = {
    ...comparison.collector,
    add: (divergence) => {
      told.sort = comparison.collector.add(divergence);
      return told.sort;
    },
  };
  const inside = { identities, identity: comparison.identity, collector };
  return (difference) => {
    const pattern = names.patternOf(difference.place);
    const known = sorts.sortOf(difference, pattern);
    if (known !== null && collector.countMore(known)) return;
    told.sort = null;
    settle(step, difference, {
      ...inside,
      position: names.positionOf(difference.place),
      depth: difference.depth,
    });
    if (told.sort !== null && known === null) sorts.remember(difference, pattern, told.sort);
  };
}

type Inside = Parameters<typeof compareJsonInside>[2];

function settle(step: Step, { kind, note, ...spans }: Difference, inside: Inside): void {
  const baseline = read(step.baseline, spans.baseline);
  const other = read(step.other, spans.other);
  if (kind === 'pair') {
    compareJsonInside(baseline ?? null, other ?? null, inside);
  } else {
    inside.collector.add({
      kind,
      ...inside.position,
      baseline: baseline === undefined ? null : showJson(baseline),
      candidate: other === undefined ? null : showJson(other),
      ...(note === undefined ? {} : { note }),
    });
  }
}

const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;

/** Known to be JSON: a plain string and a number need no parser. */
function read(bytes: Buffer, span: Span | null): JsonValue | undefined {
  if (span === null) return undefined;
  const text = bytes.toString('utf8', span.from, span.to);
  const first = bytes[span.from] ?? 0;
  if (first === quote && !text.includes('\\')) return text.slice(1, -1);
  return first === minus || (first >= zero && first <= nine) ? { lexeme: text } : parseJson(text);
}
