import { builds, type ShopChanges } from './typed-shop.ts';

/** Compiled by tsc, with the older decorators and the types of parameters written beside them. */
export const decoratedBuild = builds.tsc;

/**
 * The shop of typed-shop.ts, with the same answers, as servers with NestJS are written: none of its sources would run
 * with its types taken away. `discount` is made in src/price.ts:21, inside a method of a decorated class.
 */
export function decoratedShop({ rounding = 'round' }: ShopChanges = {}): Readonly<Record<string, string>> {
  return {
    'src/main.ts': main,
    'src/framework.ts': framework,
    'src/price.ts': price(rounding),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
    'package.json': '{ "name": "shop", "version": "1.0.0", "private": true, "type": "commonjs" }\n',
    '.gitignore': 'dist\n',
  };
}

const compilerOptions = {
  ...{ target: 'es2022', module: 'node20', outDir: 'dist', rootDir: 'src', sourceMap: true },
  ...{ rewriteRelativeImportExtensions: true, noCheck: true, types: [] },
  ...{ experimentalDecorators: true, emitDecoratorMetadata: true },
};

const price = (rounding: string) => `import { Injectable, Param, Route } from './framework.ts';

export enum Tier {
  Gold = 'gold',
  Plain = 'plain',
}

export abstract class Rates {
  abstract of(tier: Tier): number;
}

@Injectable({ scope: 'request' })
export class PriceController {
  constructor(private readonly rates: Rates) {}

  @Route('/price')
  async find(@Param('count') count: number, @Param('tier') tier?: Tier): Promise<{ total: number }> {
    const subtotal: number = await Promise.resolve(155 * count);
    const rate = this.rates.of(tier!) as number;

    const discount = Math.${rounding}(subtotal * rate);
    return { total: subtotal - discount };
  }
}
`;

const framework = `export function Injectable(options: object): ClassDecorator {
  return (target) => Object.assign(target, options);
}

export const routes = new Map<string, string | symbol>();
export function Route(path: string): MethodDecorator {
  return (_, name) => void routes.set(path, name);
}

export const names: string[] = [];
export function Param(name: string): ParameterDecorator {
  return (_, __, index) => void (names[index] = name);
}
`;

const main = `import { createServer } from 'node:http';
import { names, routes } from './framework.ts';
import { PriceController, Rates, Tier } from './price.ts';

class FixedRates extends Rates {
  override of(tier: Tier): number {
    return tier === Tier.Gold ? 0.1 : 0;
  }
}

const controller = new PriceController(new FixedRates());
const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://shop');
  const [count, tier] = names.map((name) => searchParams.get(name));
  const found = await (controller as any)[routes.get(pathname)!](Number(count), tier);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...found, rate: 11 }));
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log('port ' + (server.address() as { port: number }).port);
});
`;
