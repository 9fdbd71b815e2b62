import { instanceRoles, runKinds } from '../../domain/observation.ts';
import type { StateGround, StateRequest } from './state-driver.ts';

/** Whose database it is: its gate and the state of the settings that it is for. */
type Owner = { readonly ground: Pick<StateGround, 'teardown'>; readonly source: { readonly name: string } };

/** A letter for the run and one for the role, so that names and folders of all instances are equally long. */
export function lettersOf({ run, role }: Pick<StateRequest, 'run' | 'role'>): string {
  return `${run.slice(0, 1)}${role.slice(0, 1)}`;
}

/** In place of those letters, for the database that is seeded and that all others are copies of. */
export const templateLetters = 'tt';

/** The name of a database of ours in a server that others run, at most 51 bytes. The marker tells gates apart. */
export function givenDatabase({ ground, source }: Owner, letters: string): string {
  return `shadowgate_${ground.teardown.marker}_${letters}_${source.name.slice(0, 20)}`;
}

/** All that a gate may have made, for its end: also of a run that was interrupted before it closed its own. */
export function everyGivenDatabase(owner: Owner): readonly string[] {
  const copies = runKinds.flatMap((run) => instanceRoles.map((role) => lettersOf({ run, role })));
  return [templateLetters, ...copies].map((letters) => givenDatabase(owner, letters));
}

/** The marker of the gate that made a database; null of one that is none of ours. */
export function markerOfDatabase(name: string): string | null {
  return /^shadowgate_([0-9a-f]{16})_/.exec(name)?.[1] ?? null;
}
