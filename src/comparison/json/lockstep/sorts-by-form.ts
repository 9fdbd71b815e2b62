import type { Sort } from '../../divergence-collector.ts';
import { formOfBytes, hasFormOf } from '../../text/text-form.ts';
import type { IdentityMask } from '../../values/instance-identity.ts';
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

/** A difference that was read, and the sort it was counted in. */
type Known = { readonly difference: Difference; readonly sort: Sort };

export function createSortsByForm({ baseline, other }: Step, identity: IdentityMask): SortsByForm {
  const known = new Map<Pattern, Map<number, Known>>();
  /** What was met last of each pattern: a field that is noisy in each element is mostly so in one way. */
  const lately = new Map<Pattern, Known>();
  let size = 0;
  const formOf = (difference: Difference): number | null => {
    if (difference.kind === 'element-moved') return formOfMoved(baseline, other, difference);
    const one = difference.kind === 'pair' ? formOfScalar(baseline, difference.baseline) : null;
    const another = one === null ? null : formOfScalar(other, difference.other);
    return one === null || another === null ? null : Math.imul(one, 31) ^ another;
  };
  /** Two pairs of scalars, the first of which has a form on both sides. */
  const isWrittenAlike = (read: Difference, difference: Difference): boolean =>
    read.kind === 'pair' &&
    difference.kind === 'pair' &&
    isSameForm(baseline, read.baseline, difference.baseline) &&
    isSameForm(other, read.other, difference.other);
  return {
    sortOf: (difference, pattern) => {
      const last = lately.get(pattern);
      if (last !== undefined && isWrittenAlike(last.difference, difference)) return last.sort;
      const form = formOf(difference);
      const found = form === null ? undefined : known.get(pattern)?.get(form);
      if (found === undefined) return null;
      const { difference: read, sort } = found;
      if (read.kind !== difference.kind) return null;
      // Texts may share the number of a form by design, to be counted in a sort of which no more are shown.
      if (read.kind !== 'element-moved' && !isWrittenAlike(read, difference)) return null;
      lately.set(pattern, found);
      return sort;
    },
    remember: (difference, pattern, sort) => {
      const form = size < mostForms ? formOf(difference) : null;
      if (form === null) return;
      if (difference.kind === 'pair' && identity.mayBeInForm(textIn(baseline, difference.baseline))) return;
      const byForm = known.get(pattern) ?? new Map<number, Known>();
      known.set(pattern, byForm.set(form, { difference, sort }));
      size += 1;
    },
  };
}

/** Objects and arrays are of one class each, whatever they hold; what else moved is read. */
function formOfMoved(
  bytes: Buffer,
  others: Buffer,
  { baseline, other }: Pick<Difference, 'baseline' | 'other'>,
): number | null {
  const first = baseline === null ? 0 : bytes[baseline.from];
  if (other === null || first !== others[other.from]) return null;
  return first === openBrace || first === openBracket ? -first : null;
}

function formOfScalar(bytes: Buffer, span: Span | null): number | null {
  const first = span === null ? 0 : bytes[span.from];
  if (span === null || first === openBrace || first === openBracket) return null;
  return first === quote
    ? formOfBytes(bytes, span.from + 1, span.to - 1)
    : formOfBytes(bytes, span.from, span.to);
}

/** A string and a number are of two forms, though they may be written alike. */
function isSameForm(bytes: Buffer, one: Span | null, another: Span | null): boolean {
  if (one === null || another === null) return false;
  const isString = bytes[one.from] === quote;
  if (isString !== (bytes[another.from] === quote)) return false;
  return isString ? hasFormOf(bytes, inside(one), inside(another)) : hasFormOf(bytes, one, another);
}

function inside({ from, to }: Span): Span {
  return { from: from + 1, to: to - 1 };
}

function textIn(bytes: Buffer, span: Span | null): string {
  return span === null ? '' : bytes.toString('latin1', span.from, span.to);
}
