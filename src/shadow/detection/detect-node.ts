import { posix } from 'node:path';
import * as z from 'zod';
import { GateError } from '../../errors.ts';
import type { Guess, Guesses, ServiceFiles } from './service-files.ts';

const names = z.record(z.string(), z.unknown()).optional();

/** The parts of a package.json that say how a service is run. */
const packageJson = z.looseObject({
  name: z.string().optional(),
  main: z.string().optional(),
  scripts: z.record(z.string(), z.string()).optional(),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  workspaces: z.unknown().optional(),
});
type PackageJson = z.infer<typeof packageJson>;

const stems = ['server', 'index', 'app', 'main', 'src/server', 'src/index', 'src/app', 'src/main'];
const endings = ['js', 'mjs', 'cjs', 'ts', 'mts'];

/** What package.json, lock files and the usual file names tell; null when nothing here is of Node. */
export async function detectNode(files: ServiceFiles): Promise<Guesses | null> {
  const text = await files.read('package.json');
  const described = text === null ? null : parsePackage(text);
  const manager = await findManager(files);
  const start = (described && (await startOf(described, manager, files))) ?? (await startByName(files));
  if (described === null && start === null) return null;
  return {
    name: described?.name ?? null,
    install: described === null ? null : installOf(described, manager),
    build: described === null ? null : buildOf(described, manager),
    start,
    env: {},
  };
}

function parsePackage(text: string): PackageJson {
  try {
    return packageJson.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new GateError({
      code: 'service-unknown',
      message:
        'The package.json of the service cannot be read: it is not valid JSON or has fields of another kind.',
      remedy: 'Correct package.json.',
      cause,
    });
  }
}

type Manager = {
  readonly program: 'npm' | 'pnpm' | 'yarn' | 'bun';
  readonly install: string;
  /** Folder of the lock file, from the service; null when there is no lock file. */
  readonly folder: string | null;
  readonly lock: string;
  /** Without node_modules, programs are found only through the package manager. */
  readonly runsScripts: boolean;
};

const locks = [
  { lock: 'pnpm-lock.yaml', program: 'pnpm', install: 'pnpm i --frozen-lockfile' },
  { lock: 'yarn.lock', program: 'yarn', install: 'yarn install --frozen-lockfile' },
  { lock: 'bun.lock', program: 'bun', install: 'bun install --frozen-lockfile' },
  { lock: 'npm-shrinkwrap.json', program: 'npm', install: 'npm ci' },
  { lock: 'package-lock.json', program: 'npm', install: 'npm ci' },
] as const;

/** The lock file nearest to the service decides; in a workspace it lies further up. */
async function findManager({ read, upwards }: ServiceFiles): Promise<Manager> {
  for (const folder of upwards) {
    for (const each of locks) {
      const text = await read(posix.join(folder, each.lock));
      if (text === null) continue;
      const modern = each.program === 'yarn' && text.includes('__metadata:');
      const install = modern ? 'yarn install --immutable' : each.install;
      return { ...each, install, folder, runsScripts: modern };
    }
  }
  return { program: 'npm', install: 'npm install', folder: null, lock: '', runsScripts: false };
}

function installOf(described: PackageJson, { install, folder, lock }: Manager): Guess<string | null> {
  const { dependencies, devDependencies, optionalDependencies, workspaces } = described;
  const needed = [dependencies, devDependencies, optionalDependencies].some(
    (each) => Object.keys(each ?? {}).length > 0,
  );
  if (!needed && workspaces === undefined) {
    return { value: null, because: 'install: nothing, since package.json names no dependency.' };
  }
  if (folder === null) {
    return {
      value: install,
      because: `install: \`${install}\`; there is no lock file, so the versions of dependencies are those of today.`,
    };
  }
  const value = folder === '.' ? install : `cd ${folder} && ${install}`;
  return { value, because: `install: \`${value}\`, because of ${posix.join(folder, lock)}.` };
}

function buildOf({ scripts }: PackageJson, { program }: Manager): Guess<string | null> {
  if (scripts?.['build'] === undefined) {
    return { value: null, because: 'build: nothing, since package.json has no script `build`.' };
  }
  const value = `${program} run build`;
  return { value, because: `build: \`${value}\`, because package.json has such a script.` };
}

async function startOf(
  described: PackageJson,
  manager: Manager,
  files: ServiceFiles,
): Promise<Guess<string> | null> {
  const { scripts = {}, main } = described;
  const script = scripts['start'];
  if (script !== undefined) return startByScript(script, scripts, manager);
  const file =
    main === undefined ? null : await firstThere(files, [main, `${main}.js`, posix.join(main, 'index.js')]);
  if (file === null) return null;
  const value = `node ${quote(file)}`;
  return { value, because: `start: \`${value}\`, because package.json names it as \`main\`.` };
}

/** The script itself is run where that means the same: a package manager in between costs time and a process. */
function startByScript(
  script: string,
  scripts: NonNullable<PackageJson['scripts']>,
  manager: Manager,
): Guess<string> {
  const needsManager =
    manager.runsScripts ||
    'prestart' in scripts ||
    'poststart' in scripts ||
    /npm_|INIT_CWD|\{port\}|\{data\}/.test(script);
  const value = needsManager ? `${manager.program} run start` : script;
  return { value, because: `start: \`${value}\`, the script \`start\` of package.json.` };
}

async function startByName(files: ServiceFiles): Promise<Guess<string> | null> {
  const file = await firstThere(
    files,
    stems.flatMap((stem) => endings.map((ending) => `${stem}.${ending}`)),
  );
  if (file === null) return null;
  const value = `node ${quote(file)}`;
  return { value, because: `start: \`${value}\`, because there is such a file.` };
}

async function firstThere({ read }: ServiceFiles, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if ((await read(posix.normalize(path))) !== null) return posix.normalize(path);
  return null;
}

function quote(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
