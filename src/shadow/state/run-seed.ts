import type { SourceOf } from '../../domain/state-source.ts';
import type { Companion } from '../instance/companion.ts';
import { runSeedCommand } from './run-seed-command.ts';
import { readSeedFiles } from './seed-files.ts';
import type { StateGround } from './state-driver.ts';

type SeedFile = Awaited<ReturnType<typeof readSeedFiles>>[number];

type Seeding = {
  readonly seed: SourceOf<'postgres'>['seed'];
  readonly ground: StateGround;
  /** How a command reaches the database. */
  readonly companion: Companion;
  /** Takes the files of one step, in order, into the database. */
  readonly takeFiles: (files: readonly SeedFile[]) => Promise<void>;
};

/** Fills the template of a database server once a gate, step by step in the order of the settings. */
export async function runSeed({ seed, ground, companion, takeFiles }: Seeding): Promise<void> {
  for (const step of seed) {
    if (step.kind === 'command') await runSeedCommand(step.command, companion, ground);
    else await takeFiles(await readSeedFiles(ground.seedFolder, step.path));
  }
}
