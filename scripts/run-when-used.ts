import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * What few runs use, and what costs all of them memory as they begin: readers of TypeScript with enums, of Python, of pages, of XML, 6 MB together;
 * and parts of Node, another 8. An `import` reads every name of `node:http`, among them those for which Node loads its own copy of undici.
 */
const modules = [
  ...['@babel/parser', '@lezer/python', 'acorn', 'htmlparser2', 'sax'],
  ...['node:http', 'node:https', 'node:http2', 'node:tls'],
] as const;
const namespace = 'run-when-used';

/**
 * Leaves these modules alone until the first of their names is used. What stands in their place is a CommonJS module of getters, which the bundler
 * reads anew wherever an imported name stands. `require` in it makes the bundler wrap a package, so that it runs once, and only then.
 */
export function runWhenUsed(root: string): Plugin {
  return {
    name: namespace,
    setup(pluginBuild) {
      const filter = new RegExp(`^(?:${modules.join('|')})$`);
      pluginBuild.onResolve({ filter }, ({ path, kind, namespace: from }) =>
        from === namespace || kind !== 'import-statement' ? undefined : { path, namespace },
      );
      pluginBuild.onLoad({ filter, namespace }, async ({ path }) => ({
        contents: gettersOf(path, Object.keys(await import(path))),
        resolveDir: root,
      }));
    },
  };
}

function gettersOf(path: string, names: readonly string[]): string {
  const named = JSON.stringify(path);
  const module = isBuiltin(path) ? `process.getBuiltinModule(${named})` : `require(${named})`;
  const getters = names
    .filter((name) => name !== 'default')
    .map((name) => `get ${JSON.stringify(name)}() { return ${module}[${JSON.stringify(name)}]; }`);
  return `module.exports = { ${getters.join(', ')} };`;
}
