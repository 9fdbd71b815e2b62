import { CommanderError } from 'commander';
import { describeError, exitCodes } from '../errors.ts';
import { version } from '../version.ts';
import { createProgram } from './program.ts';

// Whoever reads our output may have seen enough (`shadowgate inspect FILE | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.undecided;
  } else {
    process.stderr.write(`${describeError(error, version)}\n`);
    process.exitCode = exitCodes.undecided;
  }
}
