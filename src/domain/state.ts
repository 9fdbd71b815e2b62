/**
 * What is seen of the state of an instance (its database, its files), whatever keeps it. The shadow reads it from
 * outside the instance, and the comparison of two instances knows no more of a database than stands here.
 */

/** One value of a row, as text that two stores of one kind write alike. */
export type StateValue = {
  readonly type: 'null' | 'boolean' | 'number' | 'text' | 'bytes' | 'json';
  /** Numbers keep their digits; bytes are base64, or `sha256:<hex>` where they are many; null is empty. */
  readonly text: string;
};

/** A table, a space of keys or a tree of files: rows with keys of one kind. */
export type StateUnit = {
  /** Which part of the state it belongs to, e.g. `data`, `postgres`. */
  readonly store: string;
  readonly kind: 'table' | 'keys' | 'files';
  /** e.g. `public.orders`, `0` for a Redis database, `.` for a folder. */
  readonly name: string;
  /** Names of the values that make up the key, in order; empty where a table has none and rows are told by content. */
  readonly keyColumns: readonly string[];
  /** Files that no setting names as state: may be a cache or a log, so what differs in them is told and does not count. */
  readonly isUndeclared?: true;
};

/** One row, key or file. */
export type StateRow = {
  /** In a table the JSON array of the texts of its key values, e.g. `["42"]`; else the path or the key itself. */
  readonly key: string;
  /** All values by the name of their column, those of the key included. */
  readonly values: Readonly<Record<string, StateValue>>;
};

/** Reads the state of one instance while it runs or after it; never writes. */
export type StateReader = {
  units(): Promise<readonly StateUnit[]>;
  /** All rows, ordered by key, each handed on as it comes: a table may be larger than memory. */
  rows(unit: StateUnit): AsyncIterable<StateRow>;
  /** The rows with these keys, those that are missing left out; to watch a few rows after each write. */
  read(unit: StateUnit, keys: readonly string[]): Promise<ReadonlyMap<string, StateRow>>;
};
