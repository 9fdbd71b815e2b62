/** Joins what exchanges allocate, measured one by one, with the files that the change touches, for the comparison to judge. */

import { type SettledAllocations, settleAllocations } from '../comparison/allocation/settle-allocations.ts';
import type { CostSettings } from '../domain/cost.ts';
import type { ChangedSources } from '../preparation/changed-sources.ts';
import type { MeasuredAllocations } from '../runs/measure-allocations.ts';
import { touchesFunction } from '../snapshots/source/touched-function.ts';

/** `changed` is null where it is not known what changed; a file that a build put out and no source map explains is not known either. */
export function judgeAllocations(
  measured: MeasuredAllocations,
  settings: CostSettings,
  { changed, isBuilt }: { readonly changed: ChangedSources | null; readonly isBuilt: boolean },
): SettledAllocations {
  if (measured.kind === 'not-measured') return { report: measured, findings: [] };
  const moved = new Map(changed?.map(({ file }) => [file.previousPath ?? file.path, file.path]));
  return settleAllocations(measured, settings, {
    headPathOf: (path) => moved.get(path) ?? path,
    isChanged: (path, line) => {
      if (changed === null) return null;
      const source = changed.find(({ file }) => file.path === path);
      if (source === undefined) return isBuilt ? null : false;
      return touchesFunction(source, line);
    },
  });
}
