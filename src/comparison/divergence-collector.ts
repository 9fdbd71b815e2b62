import { type Divergence, divergenceKind, type ShownValue } from '../domain/divergence.ts';
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
  let sorts: Sorts | null = null;
  /** Not before there are enough for one sort to be cut: most exchanges have a few, and a sort is dear to tell. */
  const count = (divergence: Divergence, keep: () => number): Sort => {
    sorts ??= createSorts();
    const sort = sorts.of(divergence);
    sort.count += 1;
    if (sort.count <= mostOfOneSort) sort.last = keep();
    return sort;
  };
  return {
    add: (divergence) => {
      const isFirst = kept.length === mostOfOneSort && sorts === null;
      if (isFirst) for (const [index, earlier] of kept.entries()) count(earlier, () => index);
      if (kept.length >= mostOfOneSort) return count(divergence, () => kept.push(divergence) - 1);
      kept.push(divergence);
      return null;
    },
    countMore: (sort) => {
      if (sort.count < mostOfOneSort || (sorts?.all.length ?? 0) >= mostSorts) return false;
      sort.count += 1;
      return true;
    },
    result: () => (sorts === null ? kept : withCuts(kept, sorts.all)),
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

type Sorts = {
  readonly of: (divergence: Divergence) => Sort;
  readonly all: readonly Sort[];
};

/** There are far fewer classes; a pair of them and a kind fit one number. */
const mostClasses = 2 ** 16;

/** Sorts by pattern, and by one number for the kind and both classes: a text of all four would be made and hashed for each divergence. */
function createSorts(): Sorts {
  const all: Sort[] = [];
  const numberOfKind = createNumbers();
  const numberOfClass = createClassOf(createNumbers());
  const byPattern = new Map<string, Map<number, Sort>>();
  let beyond: Sort | null = null;
  const begin = (): Sort => {
    const sort = { count: 0, last: -1 };
    all.push(sort);
    return sort;
  };
  return {
    all,
    of: ({ pattern, kind, baseline, candidate }) => {
      const classes = numberOfClass(baseline) * mostClasses + numberOfClass(candidate);
      const number = classes * divergenceKinds + numberOfKind(kind);
      const known = byPattern.get(pattern)?.get(number);
      if (known !== undefined) return known;
      if (all.length >= mostSorts) {
        beyond ??= begin();
        return beyond;
      }
      const sort = begin();
      const inPattern = byPattern.get(pattern) ?? new Map<number, Sort>();
      byPattern.set(pattern, inPattern.set(number, sort));
      return sort;
    },
  };
}

const divergenceKinds = divergenceKind.options.length;

type NumberOf = (name: string) => number;

/** Numbers names from 0, in the order in which they come. */
function createNumbers(): NumberOf {
  const numbers = new Map<string, number>();
  return (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
}

/** How many forms of texts are remembered with their class. */
const mostForms = 1000;

/** A text and its class, which all texts of its form have. */
type Known = { readonly type: ShownValue['type']; readonly text: string; readonly classOf: number };

function createClassOf(numberOf: NumberOf): (value: ShownValue | null) => number {
  const known = { number: new Map<number, Known>(), other: new Map<number, Known>() };
  return (value) => {
    if (value === null) return numberOf('nothing');
    const form = formOf(value.text);
    const classes = known[value.type === 'number' ? 'number' : 'other'];
    const remembered = form === null ? undefined : classes.get(form);
    if (
      remembered !== undefined &&
      remembered.type === value.type &&
      haveSameForm(remembered.text, value.text)
    )
      return remembered.classOf;
    const found = numberOf(`${value.type} ${classOf(value)}`);
    if (form !== null && classes.size < mostForms)
      classes.set(form, { type: value.type, text: value.text, classOf: found });
    return found;
  };
}

function classOf(value: ShownValue): string {
  const found = recogniseValue(value.text, value.type === 'number');
  return `${found.kind} ${found.kind === 'time' ? found.format : ''}`;
}
