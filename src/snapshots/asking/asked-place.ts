import { GateError } from '../../errors.ts';

/** A place in one build as a person or a coding agent names it. */
export type AskedPlace = {
  /** As it was asked for, to be shown again. */
  readonly text: string;
  /** From the repository root. */
  readonly file: string;
} & (
  | { readonly kind: 'line'; readonly line: number; readonly column: number | null }
  | { readonly kind: 'function'; readonly name: string }
);

/** Used on what was typed after `--at`: `src/price.ts:15`, `src/price.ts:15:7` or `src/price.ts#discount`. Throws `bad-usage`. */
export function readAskedPlace(text: string): AskedPlace {
  const byName = /^(.+)#([^#]+)$/.exec(text);
  if (byName !== null) {
    const [, file = '', name = ''] = byName;
    return { kind: 'function', text, file: plainPath(file), name: name.trim().replace(/\(\)$/, '') };
  }
  const [, file, line, column] = /^(.+?):([1-9]\d*)(?::([1-9]\d*))?$/.exec(text) ?? [];
  if (file === undefined) {
    throw new GateError({
      code: 'bad-usage',
      message: `${JSON.stringify(text)} names no place in the code.`,
      remedy:
        'Write it as FILE:LINE, FILE:LINE:COLUMN or FILE#FUNCTION, with the path from the repository root.',
    });
  }
  const at = { line: Number(line), column: column === undefined ? null : Number(column) };
  return { kind: 'line', text, file: plainPath(file), ...at };
}

function plainPath(file: string): string {
  return file.trim().replace(/^(?:\.\/)+/, '');
}
