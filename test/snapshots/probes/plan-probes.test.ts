import { describe, expect, test } from '@jest/globals';
import { planProbes } from '../../../src/snapshots/probes/plan-probes.ts';
import { changeBetween } from '../change-between.ts';

// covers: probe-at.ts
// covers: describe-probe.ts
// covers: choose-places.ts
// covers: captured-names.ts
// covers: visible-names.ts
// covers: probe-ids.ts
// covers: source-statements.ts
// covers: source-functions.ts
// covers: places-of-constants.ts
// covers: renamed-variables.ts
// covers: touched-code.ts
// covers: places-behind-lone-statements.ts

function plan(baseline: string, candidate: string, path = 'src/a.mjs') {
  return planProbes([{ file: changeBetween(path, baseline, candidate), baseline, candidate }]);
}

/** Each probe as `id moment line:column [names] = expressions`. */
function shown(probes: ReturnType<typeof plan>['candidate']): readonly string[] {
  return probes.map(({ id, moment, line, column, names, expressions = {} }) => {
    const generated = Object.keys(expressions).map((name) => ` ${name}`);
    return `${id} ${moment} ${line}:${column} [${names.join(' ')}]${generated.join('')}`;
  });
}

const pricing = `import { fee } from './fee.js';
const config = { rate: 0.1 };
export function quote(order, { tier }) {
  const subtotal = order.sum;
  let discount = 0;
  if (tier === 'gold') {
    discount = Math.round(subtotal * config.rate);
  }
  for (const item of order.items) {
    discount += item.extra;
  }
  try {
    fee(order);
  } catch (error) {
    discount = 0;
  }
  return subtotal - discount;
}
`;

test('a method in TypeScript is told as it was written, with its name and types', () => {
  const source = (limit: number) =>
    `class Ledger {
  async last(entries: readonly string[], limit: number = ${limit}): Promise<string[]> {
    return entries.slice(-limit);
  }
}
`;
  const { candidate } = plan(source(10), source(5), 'src/a.mts');
  expect(candidate.map(({ statement }) => statement)).toContain(
    'async last(entries: readonly string[], limit: number = 5): Promise<string[]>',
  );
});

describe('where probes go', () => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'after an assignment, where it can be seen, though it ends its block',
      'Math.round(',
      'Math.floor(',
      [
        'e001 entry 4:3 [order tier] config.rate',
        'p002 after 9:22 [subtotal discount order tier] config.rate',
        'e003 before 17:3 [subtotal discount order tier] config.rate return',
      ],
    ],
    [
      'before a guard, with what it decides',
      "=== 'gold'",
      "!== 'gold'",
      [
        'e001 entry 4:3 [order tier] config.rate',
        'p002 before 6:3 [tier order subtotal discount] config.rate condition',
        'e003 before 17:3 [subtotal discount order tier] config.rate return',
      ],
    ],
    [
      'in each iteration and after a loop',
      'of order.items',
      'of order.lines',
      [
        'e001 entry 4:3 [order tier] config.rate',
        'p002 before 9:22 [order tier subtotal discount] config.rate iterated',
        'p003 before 10:5 [order tier subtotal discount item] config.rate',
        'p004 after 12:3 [order tier subtotal discount] config.rate',
        'e005 before 17:3 [subtotal discount order tier] config.rate return',
      ],
    ],
    [
      'before and after what changes itself',
      'item.extra',
      'item.plus',
      [
        'e001 entry 4:3 [order tier] config.rate',
        'p002 before 10:5 [discount item order tier subtotal] config.rate',
        'p003 after 12:3 [discount order tier subtotal] config.rate',
        'e004 before 17:3 [subtotal discount order tier] config.rate return',
      ],
    ],
    [
      'in a catch block',
      'catch (error)',
      'catch (problem)',
      [
        'e001 entry 4:3 [order tier] config.rate',
        'p002 catch 15:5 [problem order tier subtotal discount] config.rate',
        'e003 before 17:3 [subtotal discount order tier] config.rate return',
      ],
    ],
    [
      'at what is returned',
      'subtotal - discount;',
      'subtotal + discount;',
      [
        'e001 entry 4:3 [order tier] config.rate',
        'p002 before 17:3 [subtotal discount order tier] config.rate return',
      ],
    ],
    [
      'where functions read a constant of the module',
      'rate: 0.1',
      'rate: 0.2',
      ['p001 before 4:3 [order tier] config.rate'],
    ],
  ];

  test.each(cases)('%s', (_, before, after, expected) => {
    expect(pricing).toContain(before);
    expect(shown(plan(pricing, pricing.replace(before, after)).candidate)).toEqual(expected);
  });

  test('at the closing brace after a last statement, and at the body of an arrow function', () => {
    const before = 'function f(out) {\n  out.a = 1;\n}\nexport const g = (n) => n * 2;\n';
    const { candidate } = plan(before, before.replace('1;', '2;').replace('* 2', '* 3'));
    expect(shown(candidate)).toEqual([
      'e001 entry 2:3 [out]',
      'p002 after 3:1 [out]',
      'p003 before 4:25 [n] return',
    ]);
  });

  test('nowhere for comments, blank lines and types', () => {
    const before = 'export function f(a: number) {\n  return a;\n}\n';
    const after = '// why\nexport function f(a: number) {\n\n  return a;\n}\ntype X = string;\n';
    expect(plan(before, after, 'src/a.ts').candidate).toEqual([]);
  });
});

describe('both builds', () => {
  test('share an id where they share a statement, whatever its line', () => {
    const moved = `// one\n// two\n${pricing.replace('Math.round(', 'Math.floor(')}`;
    const { baseline, candidate } = plan(pricing, moved);
    expect(candidate.map(({ id, line }) => [id, line])).toEqual(
      baseline.map(({ id, line }) => [id, line + 2]),
    );
    expect(candidate.find(({ id }) => id === 'p002')).toMatchObject({
      file: 'src/a.mjs',
      statement: 'discount = Math.floor(subtotal * config.rate);',
      statementLine: 9,
      inputs: ['subtotal', 'config.rate'],
      defines: ['discount'],
    });
  });

  test('have probes of their own for what only one of them has', () => {
    const without = pricing.replace(
      '  try {\n    fee(order);\n  } catch (error) {\n    discount = 0;\n  }\n',
      '',
    );
    const { baseline, candidate } = plan(pricing, without);
    expect(baseline.map(({ id }) => id)).toEqual(['e001', 'b002', 'b003', 'b004', 'b005', 'e006', 'e007']);
    expect(candidate.map(({ id }) => id)).toEqual(['e001', 'e006', 'e007']);
  });

  test('know a renamed variable by its initialiser, and a renamed function by its body', () => {
    const renamed = pricing
      .replaceAll('subtotal', 'net')
      .replace('quote', 'price')
      .replace('Math.round', 'Math.ceil');
    const { baseline, candidate } = plan(pricing, renamed);
    expect(candidate.map(({ id }) => id)).toEqual(baseline.map(({ id }) => id));
    expect(candidate[1]?.aliases).toEqual({ net: 'subtotal' });
  });

  test('follow a renamed file', () => {
    const candidate = pricing.replace('Math.round(', 'Math.floor(');
    const file = { ...changeBetween('src/new.mjs', pricing, candidate), previousPath: 'src/old.mjs' };
    const probes = planProbes([{ file, baseline: pricing, candidate }]);
    expect(probes.baseline[0]?.file).toBe('src/old.mjs');
    expect(probes.candidate[0]?.file).toBe('src/new.mjs');
  });
});

describe('what is not probed is said', () => {
  test.each([
    ['src/view.vue', 'src/view.vue: .vue files are not read yet'],
    ['src/view.tsx', 'src/view.tsx: Unexpected token (1:8)'],
    ['app.py', 'app.py: no Python at line 1'],
    ['src/broken.js', 'src/broken.js: Unexpected token (1:8)'],
    ['src/kinds.ts', 'src/kinds.ts: Unexpected token (1:8)'],
    ['test/a.test.js', 'test/a.test.js: a test, which no instance loads'],
  ])('%s', (path, reason) => {
    expect(plan('', 'let x = ;', path)).toEqual({ baseline: [], candidate: [], dropped: [reason] });
  });

  test.each(['README.md', 'package.json', 'Dockerfile'])('but %s is not expected to be', (path) => {
    expect(plan('a', 'b', path).dropped).toEqual([]);
  });

  test('places beyond the cap, least telling first', () => {
    const functions = (value: string) =>
      Array.from(
        { length: 70 },
        (_, index) => `export function f${index}(a) {\n  return a ${value};\n}\n`,
      ).join('');
    const { baseline, candidate, dropped } = plan(functions('+ 1'), functions('+ 2'));
    expect([baseline.length, candidate.length]).toEqual([60, 60]);
    expect(candidate.every(({ id }) => id.startsWith('p'))).toBe(true);
    expect(dropped).toEqual(['src/a.mjs: 80 places beyond 60 probes']);
  });
});

describe('what shares a line with a change', () => {
  test('a callback that reads the same is not looked at', () => {
    const source = (list: string): string =>
      `function sorted(all, some) {\n  return ${list}.sort((a, b) => a.size - b.size);\n}\n`;
    const { candidate } = plan(source('[...some]'), source('all'));
    expect(candidate.map(({ statement }) => statement)).toEqual([
      'function sorted(all, some)',
      'return all.sort((a, b) => a.size - b.size);',
    ]);
  });

  test('a function whose parameters change is reached where it is entered', () => {
    const source = (limit: number): string =>
      `function list(all, size = ${limit}) {\n  const shown = all.slice(0, size);\n  return shown;\n}\n`;
    expect(plan(source(10), source(5)).candidate[0]).toMatchObject({
      id: 'p001',
      moment: 'entry',
      defines: ['size'],
    });
  });
});

describe('a statement that only one build has', () => {
  const source = (line: string): string =>
    `const log = [];
class Desk {
  close(order, hour) {
    order.refund = order.total * hour;
    ${line}
    notify(order);
    return order.refund;
  }
}
`;
  test.each([
    ['what it sets', 'order.closed = true;', 'order', 'order hour'],
    ['a store of the object it calls', 'this.audit.push(order.id);', 'this.audit', 'order hour this.audit'],
    ['a store of the module it calls', 'log.push(order.id);', 'log', 'log order hour'],
  ])('shows %s, there and where the builds meet again', (_, line, defined, seen) => {
    const { baseline, candidate } = plan(source(line), source(''));
    const lone = baseline.find(({ id, moment }) => id.startsWith('b') && moment === 'after');
    expect(lone?.defines).toContain(defined);
    const join = (probes: typeof baseline) => probes.find(({ statement }) => statement === 'notify(order);');
    const captured = [join(baseline), join(candidate)].map((probe) =>
      [...(probe?.names ?? []), ...Object.keys(probe?.expressions ?? {})].sort().join(' '),
    );
    const expected = seen.split(' ').sort().join(' ');
    expect(captured).toEqual([expected, expected]);
  });

  test('is looked at though its line reads like another that was there before', () => {
    const two = (lines: string): string => `function f(a) {\n${lines}  return a;\n}\n`;
    const { candidate } = plan(two('  set(a);\n  log(1);\n'), two('  log(1);\n  set(a);\n  log(2);\n'));
    expect(candidate.filter(({ id }) => id.startsWith('c')).map(({ statement }) => statement)).toContain(
      'log(1);',
    );
  });
});

test('what is thrown or returned by a call is told by its arguments', () => {
  const source = (status: number): string =>
    `function refuse(id, send) {
  if (!id) return send(${status}, { id });
  throw new Refusal(id, ${status});
}
`;
  const { candidate } = plan(source(422), source(400));
  expect(candidate.flatMap(({ defines }) => defines)).toEqual(
    expect.arrayContaining(['arguments of send', 'arguments of Refusal']),
  );
});
