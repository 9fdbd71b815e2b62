import type { Divergence, ShownValue } from '../domain/divergence.ts';
import { formOf, haveSameForm } from './text/text-form.ts';
import { recogniseValue } from './values/recognise-value.ts';

/** Gathers the divergences of one exchange, bounded, so that a flipped array of a million does not become a million. */
export type DivergenceCollector = {
  /** The sort it was counted in; `null` as long as there are too few for sorts to be told apart. */
  readonly add: (divergence: Divergence) => Sort | null;
  /** Counts one more of a sort of which no more are kept, without having it made; `false`, and not counted, for another sort. */
  readonly countMore: (sort: Sort) => boolean;
  /** In the order they were added. */
  readonly result: () => readonly Divergence[];
};

/** How many there are of a sort, and the last that was kept. */
export type Sort = { count: number; last: number };

/** How many divergences of one sort an exchange reports. */
export const mostOfOneSort = 50;
/** How many sorts an exchange reports; beyond, all are one sort. */
const mostSorts = 400;

/**
 * A sort is pattern, kind and class of both values. Counting by sort rather than by exchange keeps a thousand changed
 * timestamps from crowding out the one that became a number; the last one kept of a sort says how many more there were.
 */
export function createCollector(): DivergenceCollector {
  const kept: Divergence[] = [];
  let classOfValue: ClassOf | null = null;
  const sorts = new Map<string, Sort>();
  /** Not before there are enough for one sort to be cut: most exchanges have a few, and a sort is dear to tell. */
  const count = (divergence: Divergence, keep: () => number): Sort => {
    classOfValue ??= createClassOf();
    const name = sorts.size < mostSorts ? sortOf(divergence, classOfValue) : 'beyond';
    const sort = sorts.get(name) ?? { count: 0, last: -1 };
    sort.count += 1;
    if (sort.count <= mostOfOneSort) sort.last = keep();
    sorts.set(name, sort);
    return sort;
  };
  return {
    add: (divergence) => {
      const isFirst = kept.length === mostOfOneSort && sorts.size === 0;
      if (isFirst) for (const [index, earlier] of kept.entries()) count(earlier, () => index);
      if (kept.length >= mostOfOneSort) return count(divergence, () => kept.push(divergence) - 1);
      kept.push(divergence);
      return null;
    },
    countMore: (sort) => {
      if (sort.count < mostOfOneSort || sorts.size >= mostSorts) return false;
      sort.count += 1;
      return true;
    },
    result: () => withCuts(kept, [...sorts.values()]),
  };
}

/** Marks a divergence after which more of its sort were left out. */
export function isCut(divergence: Divergence): boolean {
  return divergence.note?.includes(cutMark) ?? false;
}

/** How many were left out after it. */
export function leftOutAfter({ note = '' }: Divergence): number {
  return Number(new RegExp(`(\\d+) ${cutMark}`).exec(note)?.[1] ?? 0);
}

const cutMark = 'more of this sort were left out';

function withCuts(
  kept: readonly Divergence[],
  sorts: readonly { readonly count: number; readonly last: number }[],
): readonly Divergence[] {
  const left = new Map(sorts.map(({ count, last }) => [last, count - mostOfOneSort]));
  return kept.map((divergence, index) => {
    const more = left.get(index) ?? 0;
    if (more <= 0) return divergence;
    const cut = `${more} ${cutMark}`;
    return { ...divergence, note: divergence.note === undefined ? cut : `${divergence.note}; ${cut}` };
  });
}

type ClassOf = (value: ShownValue | null) => string;

function sortOf({ pattern, kind, baseline, candidate }: Divergence, classOf: ClassOf): string {
  return `${kind}\n${classOf(baseline)}\n${classOf(candidate)}\n${pattern}`;
}

/** How many forms of texts are remembered with their class. */
const mostForms = 1000;

/** A text and its class, which all texts of its form have. */
type Known = { readonly text: string; readonly classOf: string };

function createClassOf(): ClassOf {
  const known = { number: new Map<number, Known>(), other: new Map<number, Known>() };
  return (value) => {
    if (value === null) return '';
    const form = formOf(value.text);
    const classes = known[value.type === 'number' ? 'number' : 'other'];
    const remembered = form === null ? undefined : classes.get(form);
    const isKnown = remembered !== undefined && haveSameForm(remembered.text, value.text);
    if (isKnown) return `${value.type} ${remembered.classOf}`;
    const found = classOf(value);
    if (form !== null && classes.size < mostForms) classes.set(form, { text: value.text, classOf: found });
    return `${value.type} ${found}`;
  };
}

function classOf(value: ShownValue): string {
  const found = recogniseValue(value.text, value.type === 'number');
  return `${found.kind} ${found.kind === 'time' ? found.format : ''}`;
}
