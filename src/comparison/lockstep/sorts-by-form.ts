import type { Sort } from '../divergence-collector.ts';
import type { IdentityMask } from '../instance-identity.ts';
import { formOfBytes } from '../text-form.ts';
import type { Pattern } from './name-places.ts';
import { openBrace, openBracket, quote } from './skip-json.ts';
import type { Difference, Span, Step } from './step.ts';

/**
 * The sorts that pairs of scalars were counted in, by pattern and by the forms of both: two pairs with the same of these are of
 * one sort, so that the second need not be read. Not for what may not be a divergence at all, such as a text that holds the
 * port of its instance.
 */
export type SortsByForm = {
  /** `null` when it is not known, or can only be told by reading the values. */
  readonly sortOf: (difference: Difference, pattern: Pattern) => Sort | null;
  /** What the one turned out to be that `sortOf` was last asked about. */
  readonly remember: (difference: Difference, pattern: Pattern, sort: Sort) => void;
};

/** Pairs of forms that are remembered; beyond, values are read. */
const mostForms = 1000;

export function createSortsByForm({ baseline, other }: Step, identity: IdentityMask): SortsByForm {
  const known = new Map<Pattern, Map<number, Map<number, Sort>>>();
  let size = 0;
  const asked: { one: number | null; another: number | null } = { one: null, another: null };
  const ask = (difference: Difference): void => {
    const isPair = difference.kind === 'pair';
    asked.one = isPair ? formOfScalar(baseline, difference.baseline) : null;
    asked.another = asked.one === null ? null : formOfScalar(other, difference.other);
  };
  return {
    sortOf: (difference, pattern) => {
      ask(difference);
      const { one, another } = asked;
      if (one === null || another === null) return null;
      return known.get(pattern)?.get(one)?.get(another) ?? null;
    },
    remember: (difference, pattern, sort) => {
      const { one, another } = asked;
      if (one === null || another === null || size >= mostForms) return;
      const text = textIn(baseline, difference.baseline);
      if (identity.mayBeInForm(text)) return;
      const byForm = known.get(pattern) ?? new Map<number, Map<number, Sort>>();
      const byOther = byForm.get(one) ?? new Map<number, Sort>();
      known.set(pattern, byForm.set(one, byOther.set(another, sort)));
      size += 1;
    },
  };
}

/** A string and a number may have the same form. */
const ofNumber = 1;

function formOfScalar(bytes: Buffer, span: Span | null): number | null {
  const first = span === null ? 0 : bytes[span.from];
  if (span === null || first === openBrace || first === openBracket) return null;
  if (first === quote) {
    const form = formOfBytes(bytes, span.from + 1, span.to - 1);
    return form === null ? null : form * 2;
  }
  const form = formOfBytes(bytes, span.from, span.to);
  return form === null ? null : form * 2 + ofNumber;
}

function textIn(bytes: Buffer, span: Span | null): string {
  return span === null ? '' : bytes.toString('latin1', span.from, span.to);
}
