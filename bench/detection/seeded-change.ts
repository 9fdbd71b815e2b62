/** What the bench puts into a service: faults that must be found, and changes that must not be. */

/** An exact replacement; what is sought occurs once in the file. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string };

/** Where the fault shows outside the gate, for the proof that it is one (prove-fault.ts). */
export type Difference =
  /** In answers to requests such as `POST /orders`, at a place such as `body/items/0/price` (`*` for any index), `status` or `header.etag`. */
  | { readonly in: 'answers'; readonly request: RegExp; readonly place: string }
  /** In what is asked of the services behind it. */
  | { readonly in: 'calls'; readonly path: RegExp }
  /** In what it stored: a table, or a file of the data folder. */
  | { readonly in: 'state'; readonly unit: string }
  /** In memory that it does not give back: of nothing it answers or stores. */
  | { readonly in: 'memory' };

export type Fault = {
  readonly kind: 'fault';
  readonly id: string;
  readonly app: string;
  /** What a reviewer would call it. */
  readonly fault: string;
  readonly edits: readonly Edit[];
  readonly differs: Difference;
};

export type Harmless = {
  readonly kind: 'harmless';
  readonly id: string;
  readonly app: string;
  readonly how: 'by-hand' | 'codemod';
  /** What was done, e.g. `rename-local`. */
  readonly what: string;
  readonly edits: readonly Edit[];
};

export type SeededChange = Fault | Harmless;

/** Gives the changed files; throws where an edit does not fit exactly once, so that no change is silently none. */
export function applyEdits(
  edits: readonly Edit[],
  textOf: (file: string) => string,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const text = texts.get(file) ?? textOf(file);
    const at = text.indexOf(find);
    if (at === -1 || text.indexOf(find, at + 1) !== -1)
      throw new Error(`${at === -1 ? 'not found' : 'found twice'} in ${file}: ${find}`);
    if (find === replace) throw new Error(`changes nothing in ${file}: ${find}`);
    texts.set(file, text.slice(0, at) + replace + text.slice(at + find.length));
  }
  return texts;
}
