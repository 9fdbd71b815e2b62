import { oldestKeysOf } from '../oldest-keys.ts';
import { certainties, type IssuedValue } from './issued-values.ts';
import { createRecentTexts } from './recent-texts.ts';

/** How much is remembered: the least recently used goes first. A value that was forgotten is sent as recorded. */
export type TableLimits = { readonly issued: number; readonly known: number; readonly characters: number };

export const usualLimits: TableLimits = { issued: 50_000, known: 100_000, characters: 16 * 1024 * 1024 };

/** Values that stand for one key at the same time, newest last. */
const mostPerKey = 8;
const mostPerProducer = 3;

/** What the recorded service issued so far, and what its clients knew before it issued it. */
export type IssuedTable = {
  find(key: string): readonly IssuedValue[];
  add(value: IssuedValue): boolean;
  /** A request carried it before any response issued it: the client knew it by itself. */
  markKnown(key: string): void;
  isKnown(key: string): boolean;
};

/** One per run, filled in the order of the recording. */
export function createIssuedTable(limits: TableLimits = usualLimits): IssuedTable {
  const issued = new Map<string, readonly IssuedValue[]>();
  const known = createRecentTexts(limits.known);
  const oldest = oldestKeysOf(issued);
  let characters = 0;

  const find = (key: string): readonly IssuedValue[] => {
    const values = issued.get(key);
    if (values === undefined) return [];
    issued.delete(key);
    issued.set(key, values);
    oldest.moved();
    return values;
  };
  const forgetOldest = () => {
    while (issued.size > limits.issued || characters > limits.characters) {
      const key = oldest.next() ?? '';
      issued.delete(key);
      characters -= key.length;
    }
  };
  return {
    find,
    add: (value) => {
      const { key, certainty } = value;
      if (known.has(key) && certainty !== 'created') return false;
      const earlier = find(key);
      if (!isNews(value, earlier)) return false;
      if (earlier.length === 0) characters += key.length;
      issued.set(key, [...earlier, value].slice(-mostPerKey));
      forgetOldest();
      return true;
    },
    isKnown: known.has,
    markKnown: known.add,
  };
}

/**
 * A response to a write, a header or a cookie may issue a value anew. A response that merely shows a value that was issued before says
 * nothing of its origin; lists above all come in an order that differs from instance to instance.
 */
function isNews(value: IssuedValue, earlier: readonly IssuedValue[]): boolean {
  const rank = ({ certainty }: IssuedValue) => certainties.indexOf(certainty);
  if (earlier.filter(({ producer }) => producer === value.producer).length >= mostPerProducer) return false;
  if (value.certainty === 'answered' || value.certainty === 'created') return true;
  return earlier.every((other) => rank(other) < rank(value));
}
