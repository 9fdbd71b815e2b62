import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Probe } from '../../src/domain/runtime-snapshot.ts';

export const probedFile = 'order-service.cjs';
const lines = readFileSync(join(import.meta.dirname, probedFile), 'utf8').split('\n');

/** The probe at the statement with that comment, for variables of those names. */
export function probeAt(comment: string, names: readonly string[]): Probe {
  const at = lines.findIndex((line) => line.endsWith(`// ${comment}`));
  if (at === -1) throw new Error(`no line of ${probedFile} bears "// ${comment}"`);
  const column = (lines[at]?.search(/\S/) ?? 0) + 1;
  const place = { file: probedFile, line: at + 1, column, statementLine: at + 1 };
  return { id: `p${at + 1}`, ...place, names, statement: 'return' };
}

/** Where the pausing techniques stop: at the same statement. */
export function breakpointAt(comment: string): object {
  const { line, column } = probeAt(comment, []);
  return { lineNumber: line - 1, columnNumber: column - 1, urlRegex: `${probedFile.replace('.', '\\.')}$` };
}
