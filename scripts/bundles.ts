import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild';
import { noticeOf } from './notice.ts';
import { runWhenUsed } from './run-when-used.ts';

/** Name in `dist/` → bytes. */
export type DistFiles = ReadonlyMap<string, Uint8Array>;

const entries = {
  'shadowgate-action': 'action/main.ts',
  shadowgate: 'src/cli/main.ts',
  index: 'src/index.ts',
} as const;

/** What is started. Each loads one of the above when it has settled what must be settled before. */
const launchers = {
  cli: { source: 'src/cli/launch.ts', loads: './shadowgate.js' },
  action: { source: 'action/launch.ts', loads: './shadowgate-action.js' },
} as const;
const launcherEntries = Object.entries(launchers);

/** Clients of databases: large, and loaded by few. They are named here for the names of their files only. */
const libraries = {
  'pg-library': 'src/shadow/state/postgres/pg-library.ts',
  'mysql-library': 'src/shadow/state/mysql/mysql-library.ts',
  'redis-library': 'src/shadow/state/redis/redis-library.ts',
  'mongodb-library': 'src/shadow/state/mongodb/mongodb-library.ts',
} as const;

/**
 * CommonJS packages inside the bundle call `require`, which a module does not have. Without these lines the bundle
 * builds, and dies when it starts.
 */
const banner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Used by the build and by its check alike; the same sources and packages give the same bytes. */
export async function makeBundles(root: string): Promise<DistFiles> {
  const bundles = await build({
    ...shared(root),
    entryPoints: { ...entries, ...libraries },
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: banner },
    splitting: true,
    plugins: [versionOnly(root), partsOfUndici(root), runWhenUsed(root)],
  });
  const starts = await Promise.all(launcherEntries.map((launcher) => makeLauncher(root, launcher)));
  const agent = await build({
    ...shared(root),
    entryPoints: {
      agent: 'src/agent/node/agent.cjs',
      'connection-broker': 'src/shadow/sandbox/connection-broker.cjs',
      'leak-probe': 'src/shadow/sandbox/leak-probe.cjs',
    },
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    // The agent lives inside other people's programs: their stack traces should be able to name what it does.
    minifySyntax: false,
    minifyWhitespace: false,
    outExtension: { '.js': '.cjs' },
  });
  const files = [...filesOf(bundles), ...starts.flatMap(filesOf), ...filesOf(agent)];
  const legal = files.filter(([name]) => name.endsWith('.LEGAL.txt'));
  const code = files.filter(([name]) => !name.endsWith('.LEGAL.txt'));
  const inputs = [...inputsOf(bundles), ...inputsOf(agent)];
  const notice = await noticeOf(
    root,
    inputs,
    legal.map(([, contents]) => Buffer.from(contents).toString('utf8')),
  );
  return new Map([...code, ...(await pythonAgent(root)), ['NOTICE', Buffer.from(notice)]]);
}

/** In the language of older Nodes, which are to be told what is needed. */
function makeLauncher(root: string, [name, { source, loads }]: (typeof launcherEntries)[number]) {
  return build({
    ...shared(root),
    entryPoints: { [name]: source },
    platform: 'node',
    target: 'node18',
    format: 'esm',
    plugins: [besideIt('./main.ts', loads)],
  });
}

/** Python runs its sources: they go as they are into a folder of their own. */
async function pythonAgent(root: string): Promise<[string, Uint8Array][]> {
  const folder = join(root, 'src/agent/python');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.py')).sort();
  return Promise.all(names.map(async (name) => [`python/${name}`, await readFile(join(folder, name))]));
}

/**
 * Names stay as they are written, as messages show them: to shorten them and have each set again as the program loads costs 4 MB of its memory.
 * Legal comments move into NOTICE.
 */
function shared(root: string) {
  return {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'warning',
  } as const satisfies BuildOptions;
}

/** Leaves one import to the file that it becomes in `dist/`. */
function besideIt(source: string, bundled: string): Plugin {
  const escaped = source.replaceAll('.', '\\.');
  return {
    name: `beside-it ${bundled}`,
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: new RegExp(`^${escaped}$`) }, () => ({
        path: bundled,
        external: true,
      }));
    },
  };
}

/** Only the version of package.json is used; a changed script in it must not change the bundle. */
function versionOnly(root: string): Plugin {
  const path = join(root, 'package.json');
  return {
    name: 'version-only',
    setup(pluginBuild) {
      pluginBuild.onLoad({ filter: /package\.json$/ }, async (args) => {
        if (args.path !== path) return undefined;
        const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
        return { contents: JSON.stringify({ version }), loader: 'json' };
      });
    },
  };
}

/**
 * The package is one CommonJS module that loads a cache, mocks, proxies and WebSockets. Sending takes two parts of it, and the build fails when it
 * asks for a third. What the client of GitHub takes stays whole.
 */
function partsOfUndici(root: string): Plugin {
  const parts = { Client: 'dispatcher/client.js', buildConnector: 'core/connect.js' };
  const contents = Object.entries(parts)
    .map(([name, file]) => `export { default as ${name} } from './node_modules/undici/lib/${file}';`)
    .join('\n');
  return {
    name: 'parts-of-undici',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^undici$/ }, ({ importer }) =>
        importer.startsWith(join(root, 'src/')) ? { path: 'undici', namespace: 'parts' } : undefined,
      );
      pluginBuild.onLoad({ filter: /^undici$/, namespace: 'parts' }, () => ({ contents, resolveDir: root }));
    },
  };
}

function filesOf({ outputFiles = [] }: BuildResult): [string, Uint8Array][] {
  return outputFiles.map(({ path, contents }) => [
    path.slice(path.lastIndexOf('/') + 1),
    inAscii(path, contents),
  ]);
}

/**
 * One character beyond Latin 1, and V8 holds the whole program in two bytes a character for as long as it runs. The bundler escapes what stands in
 * strings and leaves templates with tags and regular expressions, where the escape means the same to all who do not ask for the raw text.
 */
function inAscii(path: string, contents: Uint8Array): Uint8Array {
  if (!path.endsWith('js')) return contents;
  const text = Buffer.from(contents).toString('utf8');
  const escaped = text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(escaped);
}

function inputsOf({ metafile }: BuildResult & { metafile: Metafile }): readonly string[] {
  return Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
}
