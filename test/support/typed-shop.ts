import { resolve } from 'node:path';
import type { Exchange } from '../../src/domain/recording.ts';
import { recordedJson } from './gate-two-versions.ts';

const modules = resolve('node_modules');

/** How the sources of the shop become what runs. */
export const builds = {
  tsc: { build: `node ${modules}/typescript/bin/tsc`, start: 'node dist/main.js' },
  'tsc without maps': {
    build: `node ${modules}/typescript/bin/tsc --sourceMap false`,
    start: 'node dist/main.js',
  },
  'tsc down to ES2015': {
    build: `node ${modules}/typescript/bin/tsc --target es2015 --inlineSourceMap --sourceMap false`,
    start: 'node dist/main.js',
  },
  bundle: { build: esbuild(''), start: 'node dist/bundle.js' },
  'bundle of ES modules': {
    build: esbuild('--format=esm').replace('.js', '.mjs'),
    start: 'node dist/bundle.mjs',
  },
  'minified bundle': { build: esbuild('--minify'), start: 'node dist/bundle.js' },
  'a loader': { build: 'node --version', start: 'node --require ./loader.cjs src/main.ts' },
} as const;
export type ShopBuild = keyof typeof builds;

function esbuild(more: string): string {
  return `${modules}/.bin/esbuild src/main.ts --bundle --platform=node --sourcemap ${more} --outfile=dist/bundle.js`;
}

export type ShopChanges = {
  /** What line 15 of src/price.ts rounds with. */
  readonly rounding?: 'round' | 'floor';
};

/** A shop in TypeScript of several files, none of which runs under its own name; `discount` is made in src/price.ts:15. */
export function typedShop({ rounding = 'round' }: ShopChanges = {}): Readonly<Record<string, string>> {
  return {
    'src/main.ts': main,
    'src/rates.ts': rates,
    'src/price.ts': price(rounding),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
    'loader.cjs': loader,
    'package.json': '{ "name": "shop", "version": "1.0.0", "private": true, "type": "commonjs" }\n',
    '.gitignore': 'dist\n',
  };
}

const compilerOptions = {
  ...{ target: 'es2022', module: 'node20', outDir: 'dist', rootDir: 'src', sourceMap: true },
  ...{ rewriteRelativeImportExtensions: true, noCheck: true, types: [] },
};

/** Compiles each file as it is loaded, with its map inside, as @swc-node/register does. */
const loader = `const { readFileSync } = require('node:fs');
const swc = require('${modules}/@swc/core');
require.extensions['.ts'] = (module, filename) => {
  const { code } = swc.transformSync(readFileSync(filename, 'utf8'), {
    filename,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  module._compile(code, filename);
};
`;

const price = (rounding: string) => `import { type Tier, rates } from './rates.ts';

type Item = { readonly cents: number; readonly count: number };
export type Order = { readonly items: readonly Item[]; readonly tier: Tier };

const limit: number = 100;

export async function priceOf(order: Order): Promise<{ total: number }> {
  const rate: number = rates[order.tier];
  let subtotal = 0;
  for (const { cents, count } of order.items) {
    subtotal += cents * count;
  }
  if (subtotal > limit) subtotal = await Promise.resolve(subtotal);
  const discount = Math.${rounding}(subtotal * rate);
  console.log(\`discount of \${discount}\`);
  return { total: subtotal - discount };
}

export function neverAsked(count: number): number {
  return count * limit;
}
`;

const rates = `export type Tier = 'gold' | 'plain';

export const rates: Readonly<Record<Tier, number>> = { gold: 0.1, plain: 0 };
`;

const main = `import { createServer } from 'node:http';
import { type Order, priceOf } from './price.ts';

const rate = 'of requests';

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://shop');
  const count = Number(searchParams.get('count'));
  const order: Order = { items: [{ cents: 155, count }], tier: searchParams.get('tier') === 'gold' ? 'gold' : 'plain' };
  const price = await priceOf(order);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...price, rate: rate.length }));
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log('port ' + (server.address() as { port: number }).port);
});
`;

/** Six orders, as the shop answers them that rounds to the nearest: of gold ones with an odd count a floor is another. */
export const recordedOrders: readonly Exchange[] = [1, 2, 3].flatMap((count, index) =>
  (['gold', 'plain'] as const).map((tier, at) => {
    const subtotal = 155 * count;
    const total = subtotal - Math.round(subtotal * (tier === 'gold' ? 0.1 : 0));
    return recordedJson(2 * index + at, `/price?count=${count}&tier=${tier}`, { total, rate: 11 });
  }),
);
