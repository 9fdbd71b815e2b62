// covers: program.ts
import { describe, expect, test } from '@jest/globals';
import { createProgram } from '../../src/cli/program.ts';

const program = createProgram();
const commands = program.commands.map((command) => ({ name: command.name(), help: helpOf(command) }));

describe('the help', () => {
  test('of the whole: every command in the order in which a newcomer needs it, and the exit codes', () => {
    const help = helpOf(program);
    const listed = [...help.matchAll(/^ {2}([a-z-]+) .*/gm)].map((match) => match[1]);
    expect(listed.slice(0, 11)).toEqual([
      ...[
        'init',
        'record',
        'import',
        'inspect',
        'gate',
        'capture',
        'compare',
        'approve',
        'verdict',
        'explain-noise',
        'help',
      ],
    ]);
    expect(help).toContain('shadowgate gate --base main --recording traffic.sgrec');
    expect(help).toContain(
      'Exit codes: 0 passed · 1 awaiting approval, or blocked · 2 could not decide, or an error',
    );
  });

  test('of the whole gives lines that the commands take', () => {
    const lines = [...helpOf(program).matchAll(/^ {2}shadowgate (\w+) ?(.*)$/gm)];
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const [, name = '', options = ''] of lines) {
      const known = commands.find((command) => command.name === name)?.help ?? '';
      for (const [option] of options.matchAll(/--[a-z-]+/g)) expect(known).toContain(`  ${option} `);
    }
  });

  test.each(commands)('of $name: what it does, and each option in words', ({ name, help }) => {
    expect(help).toMatch(new RegExp(`^Usage: shadowgate ${name} `));
    expect(help).toMatch(/^Options:$/m);
    for (const [line] of help.matchAll(/^ {2}-.*$/gm)) expect(line).toMatch(/^ {2}-.* {2}\S+/);
    expect(help).toContain('-h, --help');
    expect(help).not.toMatch(/\(default: (false)?\)/);
  });

  test('says which options must be given', () => {
    const required = commands.map(({ name, help }) => [
      name,
      ...[...help.replace(/\n {20,}/g, ' ').matchAll(/^ {2}(--[a-z]+).*\(required\)/gm)].map(
        (match) => match[1],
      ),
    ]);
    expect(required.filter(([, ...options]) => options.length > 0)).toEqual([
      ['record', '--upstream', '--listen', '--out'],
      ['gate', '--base'],
      ['capture', '--exchange', '--at'],
      ['compare', '--baseline', '--candidate', '--recording'],
      ['approve', '--as'],
    ]);
  });
});

describe('a misspelt option', () => {
  const misspelt: readonly (readonly [string[], string, string | null])[] = [
    [['gate', '--bse', 'main'], '--bse', '--base'],
    [['capture', '--exchnge', 'x1', '--at', 'a.js:1'], '--exchnge', '--exchange'],
    [['record', '--upsteam', 'http://127.0.0.1'], '--upsteam', '--upstream'],
    [['explain-noise', '--nothing-of-ours'], '--nothing-of-ours', null],
  ];
  test.each(misspelt)('%j is the error, before any that is missing', async (args, unknown, nearest) => {
    const said: string[] = [];
    const mistaken = createProgram();
    for (const command of [mistaken, ...mistaken.commands]) {
      command.configureOutput({ ...command.configureOutput(), writeErr: (text) => said.push(text) });
    }
    await expect(mistaken.parseAsync(['node', 'shadowgate', ...args])).rejects.toMatchObject({
      code: 'commander.unknownOption',
    });
    expect(said.join('')).toMatch(`error bad-usage: unknown option '${unknown}'`);
    if (nearest !== null) expect(said.join('')).toContain(`(Did you mean ${nearest}?)`);
    expect(said.join('')).not.toContain('not specified');
  });

  test.each(commands)(
    'a required one that $name needs is still missed where nothing is misspelt',
    async ({ name }) => {
      const command = createProgram().commands.find((one) => one.name() === name);
      const needed = command?.options.filter(({ mandatory }) => mandatory) ?? [];
      command?.parseOptions(['--help']);
      expect(command?.options.filter(({ mandatory }) => mandatory)).toEqual(needed);
    },
  );
});

/** With what stands after the options, which `helpInformation` leaves out. */
function helpOf(command: typeof program): string {
  const parts: string[] = [];
  const output = command.configureOutput();
  command.configureOutput({ ...output, writeOut: (part) => parts.push(part) });
  command.outputHelp();
  return parts.join('');
}
