/** Installs one side of a case into a folder that is kept from run to run. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixTimes } from '../../src/shadow/build/copy-tree.ts';
import type { Case, CaseSide } from './case-files.ts';

/**
 * Returns the folder that holds the installed packages, patched when the side has a patch. Every file bears one time, as in
 * a shadow: an ETag of a page inside a package would tell when it was installed.
 */
export async function installSide(found: Case, side: CaseSide, cacheFolder: string): Promise<string> {
  const patch = side.patch === undefined ? '' : readFileSync(join(found.folder, side.patch), 'utf8');
  const key = createHash('sha256').update(JSON.stringify([side.install, side.overrides ?? null, patch]));
  const folder = join(cacheFolder, key.digest('hex').slice(0, 16));
  const marker = join(folder, '.ready-with-fixed-times');
  if (existsSync(marker)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (patch === '') install(folder, side);
  else {
    cpSync(await installSide(found, { ...side, patch: undefined }, cacheFolder), folder, { recursive: true });
    run('patch -p1 --no-backup-if-mismatch', folder, patch);
  }
  await fixTimes(folder);
  writeFileSync(marker, '');
  return folder;
}

function install(folder: string, side: CaseSide): void {
  const manifest = { name: 'installed-case', private: true, overrides: side.overrides };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  run(side.install, folder);
}

function run(command: string, cwd: string, input = ''): void {
  const ended = spawnSync('sh', ['-c', command], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (ended.status !== 0)
    throw new Error(`${command} ended with ${ended.status}:\n${ended.stdout}${ended.stderr}`);
}
