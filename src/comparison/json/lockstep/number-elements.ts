import type { ElementNumbers } from '../../arrays/pair-equal.ts';
import type { Elements } from './array-walk.ts';
import { hashBytes } from './hash-bytes.ts';
import type { BothElements } from './pair-in-bytes.ts';
import type { Span, Step } from './step.ts';

/** So many elements of one hash are compared one by one; more were made to share it, and are told apart as texts. */
const mostOfOneHash = 16;

type Standing = { readonly bytes: Buffer; readonly span: Span };

/**
 * A number for each element of two arrays: the same for the same bytes, so that equal elements can be paired without one of them being
 * read. They are found by a hash and compared, so that nothing is equal by accident.
 */
export function numberElements(both: BothElements, views: Step['views']): ElementNumbers {
  const numberOf = createNumbers();
  const numbersOf = ({ bytes, spans }: Elements, view: DataView): readonly number[] =>
    spans.map((span) => numberOf({ bytes, span }, hashBytes(view, span.from, span.to)));
  const ours = numbersOf(both.baseline, views.baseline);
  const theirs = numbersOf(both.other, views.other);
  return { baseline: (index) => ours[index] ?? -1, other: (index) => theirs[index] ?? -1 };
}

function createNumbers(): (element: Standing, hash: number) => number {
  const byHash = new Map<number, number>();
  const byText = new Map<string, number>();
  /** Of each number the first that had it, and the number before it of the same hash. */
  const first: Standing[] = [];
  const earlier: number[] = [];
  const take = (element: Standing, before: number): number => {
    earlier.push(before);
    return first.push(element) - 1;
  };
  const numberByText = (element: Standing): number => {
    const text = element.bytes.toString('latin1', element.span.from, element.span.to);
    const number = byText.get(text) ?? take(element, -1);
    byText.set(text, number);
    return number;
  };
  return (element, hash) => {
    const latest = byHash.get(hash) ?? -1;
    let compared = 0;
    for (let number = latest; number !== -1; number = earlier[number] ?? -1) {
      if (isSame(first[number], element)) return number;
      compared += 1;
    }
    if (compared === mostOfOneHash) return numberByText(element);
    const number = take(element, latest);
    byHash.set(hash, number);
    return number;
  };
}

function isSame(one: Standing | undefined, { bytes, span }: Standing): boolean {
  if (one === undefined || one.span.to - one.span.from !== span.to - span.from) return false;
  return one.bytes.compare(bytes, span.from, span.to, one.span.from, one.span.to) === 0;
}
