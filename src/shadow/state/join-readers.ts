import type { StateReader } from '../../domain/state.ts';

/** For a unit of a store that this instance has not. */
const emptyReader: StateReader = {
  units: async () => [],
  async *rows() {},
  read: async () => new Map(),
};

/** All stores of an instance as one reader, each by the name of its store. */
export function joinReaders(readers: ReadonlyMap<string, StateReader>): StateReader {
  const of = ({ store }: { readonly store: string }) => readers.get(store) ?? emptyReader;
  return {
    units: async () => (await Promise.all([...readers.values()].map((reader) => reader.units()))).flat(),
    rows: (unit) => of(unit).rows(unit),
    read: (unit, keys) => of(unit).read(unit, keys),
  };
}
