import type { Probe, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { type BuiltCoverage, coveragePoints } from './coverage-points.ts';
import { type PlacedProbe, placeProbes } from './place-probes.ts';
import type { BuiltCode } from './read-built-code.ts';
import { linesOfCompiled, withCompiled } from './read-compiled.ts';
import { tellSources } from './tell-sources.ts';

/** What stands between the sources, in which the gate thinks, and the code that an agent sees. */
export type Translation = {
  readonly probes: readonly (Probe | PlacedProbe)[];
  readonly builtCoverage: readonly BuiltCoverage[];
  tell(snapshot: RuntimeSnapshot): Promise<RuntimeSnapshot>;
};

export type TranslationRequest = {
  readonly probes: readonly Probe[];
  readonly coverageOf: readonly string[];
  /** What is known of the output of the build; absent or null: code runs under the name of its file. */
  readonly builtCode?: BuiltCode | null;
};

/** Made for each agent channel before its instance starts. */
export async function openTranslation(request: TranslationRequest): Promise<Translation> {
  const { probes, coverageOf, builtCode = null } = request;
  if (builtCode === null) return { probes, builtCoverage: [], tell: async (snapshot) => snapshot };
  const placed = await placeProbes(probes, builtCode);
  return {
    probes: placed.probes,
    builtCoverage: coveragePoints(coverageOf, builtCode),
    async tell(snapshot) {
      const known = await withCompiled(builtCode, snapshot);
      const told = await tellSources(snapshot, known, placed.notes);
      return { ...told, executedLines: { ...told.executedLines, ...linesOfCompiled(snapshot, known) } };
    },
  };
}
