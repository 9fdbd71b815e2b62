/**
 * Writes `docs/evidence.schema.json`, the JSON Schema that others can hold evidence against, from the schema in
 * `src/domain/evidence.ts`. With `--check` it writes nothing and fails when the file is not current.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { evidence } from '../src/domain/evidence.ts';

const path = fileURLToPath(new URL('../docs/evidence.schema.json', import.meta.url));
const schema = z.toJSONSchema(evidence, { target: 'draft-2020-12' });
const text = `${JSON.stringify({ title: 'Shadowgate evidence', ...schema }, undefined, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (readFileSync(path, 'utf8') !== text) {
  process.stderr.write('docs/evidence.schema.json is not current: run `npm run schema`.\n');
  process.exitCode = 1;
}
