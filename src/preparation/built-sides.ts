/** Joins the prepared builds with the source maps of what they put out. */
import type { InstanceRole } from '../domain/observation.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import { type BuiltCode, readBuiltCode } from '../snapshots/built-code/read-built-code.ts';
import { withCompiled } from '../snapshots/built-code/read-compiled.ts';
import type { PreparedSources } from './prepare-sources.ts';

/** Null for a side of which no build is known. */
export type BuiltSides = {
  readonly baseline: BuiltCode | null;
  readonly candidate: BuiltCode | null;
};

/** Read once a gate, before anything runs: instances get copies of these files. */
export async function readBuiltSides({
  baseline,
  candidate,
}: Pick<PreparedSources, 'baseline' | 'candidate'>): Promise<BuiltSides> {
  const [before, after] = await Promise.all([baseline, candidate].map(readSide));
  return { baseline: before ?? null, candidate: after ?? null };
}

/** For the run with probes: what the observe run saw compiled as it was loaded is known by then. */
export async function addCompiled(
  { baseline, candidate }: BuiltSides = { baseline: null, candidate: null },
  snapshots: Readonly<Partial<Record<InstanceRole, RuntimeSnapshot>>>,
): Promise<BuiltSides> {
  return {
    baseline: baseline && (await withCompiled(baseline, snapshots.baseline)),
    candidate: candidate && (await withCompiled(candidate, snapshots.candidate)),
  };
}

async function readSide(build: PreparedSources['candidate']): Promise<BuiltCode | null> {
  return build.kind === 'prepared' ? readBuiltCode(build.folder) : null;
}
