/**
 * Makes `dist/`, which is committed: the Action runs it as it lies there. `npm run build` writes it;
 * `npm run build -- --check` makes it again in memory, compares every byte, and runs what is committed.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeBundles } from './bundles.ts';
import { checkDist } from './check-dist.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const files = await makeBundles(root);
if (process.argv.includes('--check')) {
  const problems = await checkDist(dist, files);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length === 0) process.stdout.write('dist/ is current, and runs\n');
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  for (const [name, contents] of files) {
    await mkdir(dirname(join(dist, name)), { recursive: true });
    await writeFile(join(dist, name), contents, { mode: name === 'cli.js' ? 0o755 : 0o644 });
    process.stdout.write(`dist/${name} ${Math.ceil(contents.byteLength / 1024)} KiB\n`);
  }
}
