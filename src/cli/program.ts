import { Command, type Help } from 'commander';
import { version } from '../version.ts';
import { approveCommand } from './approve.ts';
import { captureCommand } from './capture.ts';
import { compareCommand } from './compare.ts';
import { explainNoiseCommand } from './explain-noise.ts';
import { gateCommand } from './gate.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { inspectCommand } from './inspect.ts';
import { recordCommand } from './record.ts';
import { verdictCommand } from './verdict.ts';

const description = `Judges a change by running it: replays recorded requests against the build before and
the build after, names the first line at which the two part, and says whether the change
may merge.`;

const afterHelp = `
A first gate, in a repository with a service that listens on PORT:
  shadowgate init
  shadowgate record --upstream http://127.0.0.1:3000 --listen 8080 --out traffic.sgrec
  shadowgate gate --base main --recording traffic.sgrec

Exit codes: 0 passed · 1 awaiting approval, or blocked · 2 could not decide, or an error`;

/** The command line as a whole: one sub-command a file, in the order in which a newcomer needs them. */
export function createProgram(): Command {
  const program = new Command('shadowgate')
    .description(description.replaceAll('\n', ' '))
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', afterHelp)
    .configureHelp({ optionDescription })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'error bad-usage: ')) })
    .exitOverride();
  const commands = [
    ...[initCommand(), recordCommand(), importCommand(), inspectCommand()],
    ...[gateCommand(), captureCommand(), compareCommand(), approveCommand(), verdictCommand()],
    explainNoiseCommand(),
  ];
  for (const command of commands) {
    // Without this a misused command would end with exit code 1, which says that a change must not merge.
    program.addCommand(command.copyInheritedSettings(program));
    tellUnknownFirst(command);
    tellRemedy(command, `shadowgate ${command.name()}`);
  }
  tellRemedy(program, 'shadowgate');
  return program;
}

/** Says which options must be given and what may be chosen, and leaves out defaults that say nothing: off, and none. */
function optionDescription(option: Parameters<Help['optionDescription']>[0]): string {
  const { description, argChoices, mandatory, defaultValue } = option;
  const text = argChoices === undefined ? description : `${description}: ${argChoices.join(' or ')}`;
  if (mandatory) return `${text} (required)`;
  const isNothing =
    defaultValue === undefined ||
    defaultValue === false ||
    (Array.isArray(defaultValue) && defaultValue.length === 0);
  return isNothing ? text : `${text} (default: ${defaultValue})`;
}

/**
 * A misspelt option is the likeliest reason why a required one is missing. commander would complain of the missing one; with none
 * required any more it comes to the misspelt one, and proposes the nearest. The command ends there, so nothing runs without them.
 */
function tellUnknownFirst(command: Command): void {
  const parse = command.parseOptions.bind(command);
  command.parseOptions = (args) => {
    const parsed = parse(args);
    const isHelp = (argument: string) => argument === '-h' || argument === '--help';
    if (parsed.unknown.length > 0 && !parsed.unknown.some(isHelp))
      for (const option of command.options) option.makeOptionMandatory(false);
    return parsed;
  };
}

function tellRemedy(command: Command, line: string): void {
  command.showHelpAfterError(`  → Run \`${line} --help\` to see what it takes.`);
}
