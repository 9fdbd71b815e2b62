import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';

export type PathRequest = {
  /** As the service will have it. */
  readonly path: string;
  /** Folders that must not be shown whole: homes, the checkout, the gate's own. */
  readonly hidden: readonly string[];
};

/** Folders in which version managers keep everything below one root, directly in a home. */
const versionManagers = new Set(
  [
    'pyenv',
    'rbenv',
    'nodenv',
    'goenv',
    'jenv',
    'phpenv',
    'asdf',
    'volta',
    'sdkman',
    'nvm',
    'bun',
    'deno',
  ].map((name) => `.${name}`),
);

/**
 * What a service needs to run the programs on its PATH, wherever they lie: the folder on PATH, and around it the
 * toolchain it belongs to. A home, a checkout or any other folder that holds what must stay hidden is never
 * shown whole.
 */
export function toolchainFolders({ path, hidden }: PathRequest): readonly string[] {
  const entries = path.split(delimiter).filter((entry) => isAbsolute(entry) && existsSync(entry));
  const folders = entries.flatMap((entry) => [entry, realpathSync(entry)]).filter(isFolder);
  const isHidden = (folder: string) => hidden.some((each) => contains(folder, each));
  return [...new Set(folders.flatMap(around))].filter((folder) => folder !== '/' && !isHidden(folder));
}

/** Whether a path is a folder itself or lies below it. */
export function contains(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** `bin` beside `lib` is a toolchain; so is the root of a version manager. Of `~/.local` and `~/.cargo`, which hold credentials, only the programs. */
function around(folder: string): readonly string[] {
  const root = dirname(folder);
  const name = basename(root);
  if (basename(folder) === '.bin' && name === 'node_modules') return [root];
  if (!/^(s?bin|shims)$/.test(basename(folder))) return [folder];
  if (versionManagers.has(name)) return [folder, root];
  if (name.startsWith('.')) return [folder, join(root, 'lib')].filter(existsSync);
  const isToolchain = ['lib', 'lib64', 'libexec', 'include'].some((each) => existsSync(join(root, each)));
  return isToolchain && !existsSync(join(root, '.git')) ? [folder, root] : [folder];
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}
