import { finished } from 'node:stream/promises';
import { reasonOf, stateUnavailable } from '../state-unavailable.ts';
import type { PostgresClient } from './postgres-client.ts';

/** A part of a script: statements for the server, or rows that one `COPY … FROM stdin` takes. */
export type SqlPart =
  | { readonly kind: 'statements'; readonly text: string; readonly line: number }
  | { readonly kind: 'copy'; readonly statement: string; readonly rows: string; readonly line: number };

export type SqlFile = { readonly path: string; readonly text: string };

/** Runs a file of SQL as `psql` would, dumps of `pg_dump` included. Stops at the first mistake, with its line. */
export async function runSqlFile(client: PostgresClient, file: SqlFile): Promise<void> {
  for (const part of splitScript(file.text)) {
    try {
      if (part.kind === 'statements') await client.query(part.text);
      else await copyIn(client, part);
    } catch (error) {
      throw stateUnavailable(
        `The seed ${file.path} fails near line ${lineOf(part, error)}: ${reasonOf(error)}.`,
        'Correct the seed; a dump needs `pg_dump --no-owner --no-privileges`.',
        error,
      );
    }
  }
}

/** Lines that only `psql` understands are left out where a dump has them: they guard against itself. */
export function splitScript(text: string): readonly SqlPart[] {
  const parts: SqlPart[] = [];
  const lines = text.split('\n');
  let statements: string[] = [];
  let first = 1;
  const flush = (next: number) => {
    if (statements.some((line) => line.trim() !== '')) {
      parts.push({ kind: 'statements', text: statements.join('\n'), line: first });
    }
    statements = [];
    first = next;
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^COPY .* FROM stdin;?\s*$/i.test(line)) {
      flush(at + 1);
      const end = endOfRows(lines, at + 1);
      const rows = lines.slice(at + 1, end).map((row) => `${row}\n`);
      parts.push({ kind: 'copy', statement: line, rows: rows.join(''), line: at + 1 });
      at = end;
      first = end + 2;
    } else statements.push(/^\\(?:un)?restrict\b/.test(line) ? '' : line);
  }
  flush(lines.length);
  return parts;
}

function endOfRows(lines: readonly string[], from: number): number {
  const end = lines.findIndex((line, at) => at >= from && line.trimEnd() === '\\.');
  return end < 0 ? lines.length : end;
}

async function copyIn(
  client: PostgresClient,
  { statement, rows }: Extract<SqlPart, { kind: 'copy' }>,
): Promise<void> {
  const { copyFrom } = await import('./pg-library.ts');
  const stream = client.query(copyFrom(statement.replace(/;\s*$/, '')));
  stream.end(rows);
  await finished(stream);
}

/** The server tells where in the text it stopped, counted in characters. */
function lineOf(part: SqlPart, error: unknown): number {
  const { position } = error as { readonly position?: unknown };
  if (part.kind === 'copy' || typeof position !== 'string') return part.line;
  return part.line + part.text.slice(0, Number(position) - 1).split('\n').length - 1;
}
