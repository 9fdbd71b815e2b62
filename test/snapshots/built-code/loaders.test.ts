// covers: compiled-script.ts
// covers: read-compiled.ts
// covers: compiled-scripts.cjs
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Probe, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { type BuiltCode, createBuiltCode } from '../../../src/snapshots/built-code/read-built-code.ts';
import { withCompiled } from '../../../src/snapshots/built-code/read-compiled.ts';
import { nodes, startAgentService } from '../../agent/agent-service.ts';
import { withFolder } from './built-folder.ts';

const modules = resolve('node_modules');
const files = {
  'src/main.ts': `import { createServer } from 'node:http';
import { feeOf } from './fee';

const server = createServer((request, response) => {
  response.end(String(feeOf(Number((request.url ?? '').slice(1)))));
});
server.listen(0, () => console.log('port ' + (server.address() as { port: number }).port));
`,
  'src/fee.ts': `interface Kinds {
  small: 1;
  large: 2;
}

type Share = number;

export function feeOf(amount: number): number {
  const kind: keyof Kinds = amount > 100 ? 'large' : 'small';
  const share: Share = amount / 2;
  if (kind === 'large') {
    return -1;
  }
  return share;
}
`,
};
/** What @swc-node/register and esbuild-register do: the text that is compiled is another one, with its map inside. */
const loaders = {
  'swc.cjs': `const { readFileSync } = require('node:fs');
const swc = require('${modules}/@swc/core');
require.extensions['.ts'] = (module, filename) => {
  const { code } = swc.transformSync(readFileSync(filename, 'utf8'), {
    filename, sourceMaps: 'inline', module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  module._compile(code, filename);
};
`,
  'esbuild.cjs': `const { readFileSync } = require('node:fs');
const esbuild = require('${modules}/esbuild');
require.extensions['.ts'] = (module, filename) => {
  const { code } = esbuild.transformSync(readFileSync(filename, 'utf8'), {
    loader: 'ts', format: 'cjs', sourcemap: 'inline', sourcefile: filename, minify: true,
  });
  module._compile(code, filename);
};
`,
};
const probe: Probe = {
  ...{ id: 'p001', file: 'src/fee.ts', line: 11, column: 3, lastLine: 13, names: ['amount', 'share'] },
  ...{ statement: 'const share', statementLine: 10 },
};

type Run = {
  readonly loader: string;
  readonly node: string;
  readonly builtCode: BuiltCode;
  readonly armed: boolean;
};

async function run({ loader, node, builtCode, armed }: Run): Promise<RuntimeSnapshot> {
  const running = await startAgentService({
    files: { ...files, ...loaders },
    entry: 'src/main.ts',
    node,
    flags: ['--require', `./${loader}.cjs`],
    channel: armed
      ? { builtCode, probes: [probe] }
      : { builtCode, coverageOf: ['src/fee.ts'], thrownErrors: true },
  });
  try {
    expect((await running.ask('/8', 'e1')).body).toBe('4');
    return await running.channel.finish();
  } finally {
    await running.stop();
  }
}

const nothingBuilt = (root: string) => createBuiltCode({ root, files: [], notes: [] });

describe.each(nodes)('on $name', ({ node }) => {
  describe.each(['swc', 'esbuild'])('a loader that compiles with %s', (loader) => {
    test('is seen through: lines by the first run, variables by the second', async () => {
      await withFolder(files, async (root) => {
        const before = nothingBuilt(root);
        const observed = await run({ loader, node, builtCode: before, armed: false });
        const lines = observed.executedLines['src/fee.ts'] ?? [];
        expect(lines).toEqual(expect.arrayContaining([9, 10, 14]));
        expect(lines).not.toContain(12);
        const builtCode = await withCompiled(before, observed);
        const { hits, probes } = await run({ loader, node, builtCode, armed: true });
        expect(probes).toEqual([expect.objectContaining({ state: 'bound', hits: 1 })]);
        expect(hits[0]?.values).toMatchObject({ amount: { text: '8' }, share: { text: '4' } });
      });
    });

    test('is never taken for the file: unknown, no probe binds in it', async () => {
      await withFolder(files, async (root) => {
        const { hits, probes } = await run({ loader, node, builtCode: nothingBuilt(root), armed: true });
        expect(hits).toEqual([]);
        expect(probes).toEqual([expect.objectContaining({ state: 'unbound', hits: 0 })]);
      });
    });
  });
});
