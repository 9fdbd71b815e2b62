#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { describeError, exitCodes } from '../errors.ts';
import { version } from '../version.ts';
import { approveCommand } from './approve.ts';
import { compareCommand } from './compare.ts';
import { gateCommand } from './gate.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { inspectCommand } from './inspect.ts';
import { recordCommand } from './record.ts';
import { verdictCommand } from './verdict.ts';

/** The command line: one sub-command a file, one exit code for all. */
function program(): Command {
  return new Command('shadowgate')
    .description(
      'Judges a change by running it: replays recorded requests before and after, and gates the merge.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError()
    .showHelpAfterError('Run with --help to see what there is.')
    .addHelpText(
      'after',
      '\nExit codes: 0 passed · 1 awaiting approval or blocked · 2 could not decide, or bad usage',
    )
    .exitOverride()
    .addCommand(gateCommand())
    .addCommand(compareCommand())
    .addCommand(recordCommand())
    .addCommand(importCommand())
    .addCommand(inspectCommand())
    .addCommand(approveCommand())
    .addCommand(verdictCommand())
    .addCommand(initCommand());
}

try {
  await program().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.undecided;
  } else {
    process.stderr.write(`${describeError(error, version)}\n`);
    process.exitCode = exitCodes.undecided;
  }
}
