import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StateReader, StateRow, StateUnit } from '../../../src/domain/state.ts';
import { createWorkFolder } from '../../../src/shadow/processes/work-folder.ts';
import type { InstanceState, StateGround } from '../../../src/shadow/state/state-driver.ts';
import { definitionOf, type Scene } from '../temporary-build.ts';

/** What a driver is given when a gate begins, with these files in the base revision. */
export async function groundOf(
  scene: Scene,
  files: Readonly<Record<string, string>> = {},
): Promise<StateGround> {
  const seedFolder = join(scene.folder, 'base');
  await mkdir(seedFolder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(seedFolder, path)), { recursive: true });
    await writeFile(join(seedFolder, path), text);
  }
  return {
    seedFolder,
    definition: definitionOf('node server.js'),
    workFolder: await createWorkFolder(scene.teardown),
    environment: process.env,
    onProgress: (event) => scene.events.push(event),
    signal: scene.teardown.signal,
    teardown: scene.teardown,
  };
}

export async function rowsOf(reader: StateReader, unit: StateUnit): Promise<StateRow[]> {
  const rows: StateRow[] = [];
  for await (const row of reader.rows(unit)) rows.push(row);
  return rows;
}

/** Stands for everything that a reader shows. */
export async function digestOf(reader: StateReader): Promise<string> {
  const digest = createHash('sha256');
  for (const unit of await reader.units()) {
    digest.update(JSON.stringify(unit));
    for await (const row of reader.rows(unit)) digest.update(JSON.stringify(row));
  }
  return digest.digest('hex');
}

export async function unitCalled(reader: StateReader, name: string): Promise<StateUnit> {
  const units = await reader.units();
  const unit = units.find((each) => each.name === name);
  if (unit === undefined) throw new Error(`No ${name} among ${units.map((each) => each.name).join(', ')}.`);
  return unit;
}

/** The reader of a state that does not lie in the data folder. */
export function readerOf({ reader }: InstanceState): StateReader {
  if (reader === null) throw new Error('This state is read with the data folder.');
  return reader;
}
