import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { DistFiles } from './bundles.ts';

/** Used by the check: what is wrong with the committed `dist/`, nothing when all is well. */
export async function checkDist(dist: string, expected: DistFiles): Promise<readonly string[]> {
  const differences = await compareFiles(dist, expected);
  if (differences.length > 0)
    return [...differences, 'dist/ is not current: run `npm run build` and commit it.'];
  return runElsewhere(dist);
}

async function compareFiles(dist: string, expected: DistFiles): Promise<readonly string[]> {
  const found = (await readdir(dist, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.pyc'))
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)));
  const extra = found.filter((name) => !expected.has(name)).map((name) => `dist/${name} should not be there`);
  const differing: string[] = [];
  for (const [name, contents] of expected) {
    const bytes = await readFile(join(dist, name)).catch(() => null);
    if (bytes === null) differing.push(`dist/${name} is missing`);
    else if (!bytes.equals(contents)) differing.push(`dist/${name} differs from what the sources give`);
  }
  return [...extra, ...differing];
}

/** A bundle can build and die at its start: it is run where no node_modules folder can help it. */
async function runElsewhere(dist: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shadowgate-dist-'));
  try {
    await cp(dist, folder, { recursive: true });
    return [
      ...expectRun(folder, ['cli.js', '--version'], { status: 0, output: /^\d+\.\d+\.\d+\n$/ }),
      ...expectRun(folder, ['action.js'], {
        status: 1,
        output: /^::error::error bad-usage: [^\n]+is not set/m,
      }),
      ...expectRun(folder, ['--input-type=module', '-e', importing(folder)], {
        status: 0,
        output: /function/,
      }),
      ...expectRun(folder, ['--input-type=module', '-e', await importingParts(folder)], {
        status: 0,
        output: /^$/,
      }),
      ...expectRun(folder, ['--check', 'agent.cjs'], { status: 0, output: /^$/ }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function importing(folder: string): string {
  return `const library = await import(${JSON.stringify(join(folder, 'index.js'))}); console.log(typeof library.gateChange);`;
}

/** What is loaded only when it is needed dies only then: every file is loaded but those that are programs. */
async function importingParts(folder: string): Promise<string> {
  const programs = /^(?:cli|action|shadowgate|shadowgate-action)\.js$/;
  const parts = (await readdir(folder)).filter((name) => name.endsWith('.js') && !programs.test(name)).sort();
  return parts.map((name) => `await import(${JSON.stringify(join(folder, name))});`).join('\n');
}

function expectRun(
  folder: string,
  parameters: readonly string[],
  expected: { readonly status: number; readonly output: RegExp },
): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
    timeout: 30_000,
  });
  const output = `${stdout}${stderr}`;
  if (status === expected.status && expected.output.test(output)) return [];
  return [
    `dist/${parameters.join(' ').slice(0, 40)} ended with ${status}, and wrote:\n${output.slice(0, 2_000)}`,
  ];
}
