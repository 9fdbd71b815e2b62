import type { Sort } from '../divergence-collector.ts';
import type { IdentityMask } from '../instance-identity.ts';
import { formOfBytes } from '../text-form.ts';
import { jsonBytes } from './json-bytes.ts';
import type { Pattern } from './name-places.ts';
import type { Difference, Span, Step } from './step.ts';

const { openBrace, openBracket, quote } = jsonBytes;

/**
 * The sorts that pairs of scalars were counted in, by pattern and by the forms of both: two pairs with the same of these are of
 * one sort, so that the second need not be read. Not for what may not be a divergence at all, such as a text that holds the
 * port of its instance.
 */
export type SortsByForm = {
  /** `null` when it is not known, or can only be told by reading the values. */
  readonly sortOf: (difference: Difference, pattern: Pattern) => Sort | null;
  /** What one turned out to be that was read. */
  readonly remember: (difference: Difference, pattern: Pattern, sort: Sort) => void;
};

/** Pairs of forms that are remembered; beyond, values are read. */
const mostForms = 1000;

export function createSortsByForm({ baseline, other }: Step, identity: IdentityMask): SortsByForm {
  const known = new Map<Pattern, Map<number, Map<number, Sort>>>();
  let size = 0;
  const formsOf = (difference: Difference): readonly [number, number] | null => {
    const one = difference.kind === 'pair' ? formOfScalar(baseline, difference.baseline) : null;
    const another = one === null ? null : formOfScalar(other, difference.other);
    return one === null || another === null ? null : [one, another];
  };
  return {
    sortOf: (difference, pattern) => {
      const forms = formsOf(difference);
      return forms === null ? null : (known.get(pattern)?.get(forms[0])?.get(forms[1]) ?? null);
    },
    remember: (difference, pattern, sort) => {
      const forms = size < mostForms ? formsOf(difference) : null;
      if (forms === null || identity.mayBeInForm(textIn(baseline, difference.baseline))) return;
      const [one, another] = forms;
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
