import { type Options, type Program, parse } from 'acorn';
import { parsePython } from '../python/parse-python.ts';
import { rewriteSource } from './rewrite-source.ts';

/** A source file as a syntax tree, or why it cannot be read as one. `not-code` files are not expected to be. */
export type ParsedSource =
  | {
      readonly kind: 'parsed';
      readonly program: Program;
      /** What runs: the file with blanks in the place of types. */
      readonly text: string;
      /** The file as its authors know it; every position in the other is the same in this one. */
      readonly written: string;
    }
  | { readonly kind: 'unparsed'; readonly reason: string }
  | { readonly kind: 'not-code' };

const javaScript = new Set(['js', 'mjs', 'cjs']);
const typeScript = new Set(['ts', 'mts', 'cts']);
const markup = new Set(['jsx', 'tsx']);
const otherCode = new Set([
  ...['vue', 'svelte', 'rb', 'go', 'rs', 'java', 'kt', 'kts', 'scala', 'php', 'cs', 'fs', 'swift'],
  ...['c', 'h', 'cc', 'cpp', 'hpp', 'ex', 'exs', 'clj', 'lua', 'pl', 'dart', 'coffee'],
]);

const options: Options = {
  ecmaVersion: 'latest',
  locations: true,
  allowHashBang: true,
  allowReturnOutsideFunction: true,
};

/**
 * A language is read here and nowhere else: whatever gives this tree can be probed, aligned and measured. Parses a source file such that positions in the tree are positions in the file. TypeScript is stripped by Node itself,
 * which puts blanks in the place of types; syntax that needs more (enums, decorators, JSX) is rewritten in place.
 */
export function parseSource(path: string, text: string): ParsedSource {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (otherCode.has(extension)) return { kind: 'unparsed', reason: `.${extension} files are not read yet` };
  const isPython = extension === 'py';
  const isScript = javaScript.has(extension) || typeScript.has(extension) || markup.has(extension);
  if (!isPython && !isScript) return { kind: 'not-code' };
  try {
    if (isPython) return { kind: 'parsed', program: parsePython(text), text, written: text };
    return parseScript(extension, text);
  } catch (error) {
    const why =
      error instanceof Error ? error.message : String((error as { message?: unknown })?.message ?? error);
    return { kind: 'unparsed', reason: why.split('\n')[0] ?? 'syntax error' };
  }
}

type Parsed = Extract<ParsedSource, { kind: 'parsed' }>;

function parseScript(extension: string, text: string): Parsed {
  return (markup.has(extension) ? null : parsePlain(extension, text)) ?? parseRewritten(extension, text);
}

/** Null for what needs to be rewritten first. */
function parsePlain(extension: string, text: string): Parsed | null {
  try {
    const plain = typeScript.has(extension) ? stripTypes(text) : text;
    const written = plain.length === text.length ? text : plain;
    return { kind: 'parsed', program: parseAnyGoal(plain), text: plain, written };
  } catch {
    return null;
  }
}

function parseRewritten(extension: string, text: string): Parsed {
  const { script, untyped } = rewriteSource(extension, text);
  return { kind: 'parsed', program: parseAnyGoal(script), text: untyped, written: text };
}

/** Most files parse as a module; what does not (sloppy-mode scripts) is tried as a script before giving up. */
function parseAnyGoal(text: string): Program {
  try {
    return parse(text, { ...options, sourceType: 'module' });
  } catch (asModule) {
    try {
      return parse(text, { ...options, sourceType: 'script' });
    } catch {
      throw asModule;
    }
  }
}

function stripTypes(text: string): string {
  const { stripTypeScriptTypes } = process.getBuiltinModule('node:module');
  return withoutExperimentalWarning(() => stripTypeScriptTypes(text, { mode: 'strip' }));
}

/** That Node may change the function one day is our concern, and no reader's of a report on their service. */
function withoutExperimentalWarning<T>(run: () => T): T {
  const { emitWarning } = process;
  const emitOthers = (...[warning, type, ...rest]: unknown[]): void => {
    if (type !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, [warning, type, ...rest]);
  };
  process.emitWarning = emitOthers;
  try {
    return run();
  } finally {
    process.emitWarning = emitWarning;
  }
}
