/**
 * Which id of the baseline is which id of the other instance. One to one over all tables: the first pair that names an
 * id holds, and whatever contradicts it later is a broken bijection.
 */
export type IdMap = {
  /** `space` is the table whose numbers are counted there; `anywhere` for ids that are unique by themselves. */
  pair(space: string, baseline: string, other: string): void;
  /** The counterpart of a baseline's id; undefined when none is known. */
  ofBaseline(space: string, id: string): string | undefined;
  /** The baseline's id behind an id of the other. */
  ofOther(space: string, id: string): string | undefined;
};

/** Uuids, ulids and tokens are drawn from so many that the table they are the key of does not matter. */
export const anywhere = '';

export function createIdMap(): IdMap {
  const forth = new Map<string, string>();
  const back = new Map<string, string>();
  const keyOf = (space: string, id: string): string => `${space}\n${id}`;
  return {
    pair: (space, baseline, other) => {
      const [from, to] = [keyOf(space, baseline), keyOf(space, other)];
      if (forth.has(from) || back.has(to)) return;
      forth.set(from, other);
      back.set(to, baseline);
    },
    ofBaseline: (space, id) => forth.get(keyOf(space, id)),
    ofOther: (space, id) => back.get(keyOf(space, id)),
  };
}
