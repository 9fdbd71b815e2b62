/** Servers as NestJS and TypeORM have them written, and components: what is known of them from their text alone. */
import { describe, expect, test } from '@jest/globals';
import { alignBuilds } from '../../../src/snapshots/aligning/align-builds.ts';
import { planProbes } from '../../../src/snapshots/probes/plan-probes.ts';
import { executableLines } from '../../../src/snapshots/source/executable-lines.ts';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';
import { functionsOf } from '../../../src/snapshots/source/source-functions.ts';
import { startLine } from '../../../src/snapshots/source/syntax-tree.ts';
import { changeBetween } from '../change-between.ts';

function parsed(path: string, text: string) {
  const source = parseSource(path, text);
  if (source.kind !== 'parsed') throw new Error(JSON.stringify(source));
  return source;
}

/** Each probe as `id moment line:column [names] | statement`. */
function probes(path: string, baseline: string, candidate: string): readonly string[] {
  const plan = planProbes([{ file: changeBetween(path, baseline, candidate), baseline, candidate }]);
  expect(plan.dropped).toEqual([]);
  return plan.candidate.map(
    ({ id, moment, line, column, names, statement }) =>
      `${id} ${moment} ${line}:${column} [${names.join(' ')}] | ${statement}`,
  );
}

const orders = ({
  rate = '0.1',
  param = 'id',
  log = 'Logger',
} = {}) => `import { Controller, Get, Param } from '@nestjs/common';
import type { Price } from './price.ts';

export enum Tier {
  Gold = 'gold',
  Plain = 'plain',
}

export abstract class Base<T extends object> {
  protected abstract find(id: string): Promise<T>;
}

@Controller({ path: 'orders', scope: Scope.REQUEST })
export class OrdersController extends Base<Price> implements OnModuleInit {
  @Column({ type: 'text' })
  private readonly name!: string;

  constructor(
    @Inject(PRICES) private readonly prices: Prices,
    protected log?: ${log},
  ) {
    super();
  }

  @Get(':id')
  async find(@Param('${param}') id: string, @Query('tier') tier: Tier = Tier.Plain): Promise<Price> {
    const price = (await this.prices.of(id)) as Price;
    let discount = 0;
    if (tier === Tier.Gold) discount = price.cents * ${rate};
    return { ...price!, cents: price.cents - discount };
  }
}
`;

describe('a controller with decorators', () => {
  const { program } = parsed('src/orders.controller.ts', orders());

  test('has its functions by name, abstract members left out', () => {
    expect(functionsOf(program).map(({ name, statements }) => [name, statements.length])).toEqual([
      ['(module)', 1],
      ['OrdersController/constructor', 1],
      ['OrdersController/find', 5],
    ]);
  });

  test('has the lines that run', () => {
    const lines = [...executableLines(program)].sort((a, b) => a - b);
    expect(lines).toEqual([1, 4, 5, 6, 14, 22, 26, 27, 28, 29, 30]);
  });

  test('is probed where it was changed, with names as written', () => {
    expect(probes('src/orders.controller.ts', orders(), orders({ rate: '0.2' }))).toEqual([
      "e001 entry 27:5 [id tier] | async find(@Param('id') id: string, @Query('tier') tier: Tier = Tier.Plain): Promise<Price>",
      'p002 after 30:5 [price discount id tier] | discount = price.cents * 0.2;',
      'e003 before 30:5 [price discount id tier] | return { ...price!, cents: price.cents - discount };',
    ]);
  });

  test('is probed at the entry of a method whose parameter is decorated otherwise', () => {
    const found = probes('src/orders.controller.ts', orders(), orders({ param: 'key' }));
    expect(found[0]).toContain(
      "p001 entry 27:5 [id tier] | async find(@Param('key') id: string, @Query('tier') tier: Tier = Tier.Plain)",
    );
  });

  test('of which only a type was changed is not probed', () => {
    expect(probes('src/orders.controller.ts', orders(), orders({ log: 'Other' }))).toEqual([]);
  });

  test('of which a value of an enum was changed is probed where it is read', () => {
    const changed = orders().replace("Gold = 'gold'", "Gold = 'golden'");
    const found = probes('src/orders.controller.ts', orders(), changed);
    expect(found.filter((one) => one.includes('enum Tier') && one.includes(' 27:5 '))).toHaveLength(1);
  });

  test('that was written in another way is put side by side with what it was', () => {
    const rewritten = orders()
      .replace('  @Get(', '  /** One. */\n  @Header(NoCache)\n  @Get(')
      .replace('protected log?', 'private readonly log?')
      .replace(/\bprice\b(?!\.ts)/g, 'found')
      .replace('let discount = 0;', 'let discount: number = 0;');
    const pairs = alignBuilds(parsed('a.ts', orders()), parsed('a.ts', rewritten));
    expect(pairs.map(({ baseline, candidate }) => [baseline?.source.name, candidate?.source.name])).toEqual([
      ['(module)', '(module)'],
      ['OrdersController/constructor', 'OrdersController/constructor'],
      ['OrdersController/find', 'OrdersController/find'],
    ]);
    const lines = pairs[2]?.statements.map(({ baseline, candidate }) =>
      [baseline, candidate].map((one) => one && startLine(one.statement.node)),
    );
    expect(lines).toEqual([27, 28, 29, 29, 30].map((line) => [line, line + 2]));
  });
});

describe('a component', () => {
  const list = (shown: string) => `import type { Props } from './props.ts';

export const List = <T extends Props,>({ items, title }: T): JSX.Element => {
  const open = items.filter((item) => item.open as boolean);
  return (
    <section title={title!}>
      {/* the open ones */}
      <h1>{${shown}}</h1>
      {open.map((item) => (
        <li key={item.id}>{item.name}</li>
      ))}
    </section>
  );
};
`;

  test('has its functions by name, and the lines that run', () => {
    const { program } = parsed('src/list.tsx', list('title'));
    expect(functionsOf(program).map(({ name }) => name)).toEqual([
      '(module)',
      'List',
      'List/filter()',
      'List/map()',
    ]);
    expect([...executableLines(program)].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 8, 9, 10]);
  });

  test('is probed at its return, with the values that it shows', () => {
    const [before, after] = [list('title'), list('title.trim()')];
    const plan = planProbes([
      { file: changeBetween('src/list.tsx', before, after), baseline: before, candidate: after },
    ]);
    expect(plan.candidate.at(-1)).toMatchObject({
      ...{ id: 'p002', line: 5, column: 3, inputs: ['title'] },
      expressions: { return: '[title,[$.u],$.u]', 'return[1]': '[$.u]' },
      statement: expect.stringContaining('return ( <section title={title!}>'),
    });
  });

  test.each(['src/list.jsx', 'src/list.js'])('is read without types too: %s', (path) => {
    expect(parsed(path, 'export const A = ({ b }) => <p>{b}</p>;\n').program.body).toHaveLength(1);
  });
});
