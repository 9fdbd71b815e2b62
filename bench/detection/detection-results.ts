/** The results file: rows by change, and what they come to. Rows stay until the engine, the service or the change is another. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recordingOf, repositoryRoot } from './benched-apps.ts';
import { appOf } from './corpus.ts';
import type { GatedRow } from './gate-seeded-change.ts';
import type { SeededChange } from './seeded-change.ts';

export type ResultRow = GatedRow & {
  /** What the row holds for; another key, and the change is gated anew. */
  readonly key: string;
  /** Whether the fault was shown outside the gate; null for harmless changes. */
  readonly proven: boolean | null;
};

export function readRows(path: string): Map<string, ResultRow> {
  if (!existsSync(path)) return new Map();
  const { rows } = JSON.parse(readFileSync(path, 'utf8')) as { rows: readonly ResultRow[] };
  return new Map(rows.map((row) => [row.id, row]));
}

/** One row a line, so that two results can be told apart by eye. */
export function writeRows(path: string, rows: readonly ResultRow[], summary: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const lines = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((row) => `    ${JSON.stringify(row)}`);
  const head = JSON.stringify(summary, undefined, 2).replaceAll('\n', '\n  ');
  writeFileSync(`${path}.part`, `{\n  "summary": ${head},\n  "rows": [\n${lines.join(',\n')}\n  ]\n}\n`);
  renameSync(`${path}.part`, path);
}

const digestOf = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);
let engine: string | undefined;

/** Names the engine, the service, its recording and the change. */
export function keyOf(change: SeededChange): string {
  engine ??= digestOf(filesBelow('src', '**/*.{ts,cjs}'));
  const app = appOf(change);
  const service = app.sources.map((file) => readFileSync(join(repositoryRoot, app.folder, file), 'utf8'));
  return [
    engine,
    digestOf(readFileSync(recordingOf(app))),
    digestOf(JSON.stringify([service, change.edits, ...(app.keepsFiles ? ['folder'] : [])])),
  ].join('-');
}

function filesBelow(folder: string, pattern: string): string {
  const cwd = join(repositoryRoot, folder);
  return globSync(pattern, { cwd })
    .sort()
    .map((file) => `${file}\n${readFileSync(join(cwd, file), 'utf8')}`)
    .join('\n');
}
