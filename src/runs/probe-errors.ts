/** Joins the errors that the observe run saw with the sources of both builds, so that the explain run looks at their places. */
import { errorLabel } from '../snapshots/comparing/compare-events.ts';
import { probesAtErrors, type ThrowPlace } from '../snapshots/probes/probes-at-errors.ts';
import { readBuildSource } from './read-build-source.ts';
import type { Run } from './replay-run.ts';
import type { TrialRequest } from './run-request.ts';

const mostPlaces = 20;

/** The probes of the plan, and one in front of each statement that threw in one build alone. */
export async function probeErrors(
  { baseline, candidate, changed, probes }: TrialRequest,
  { snapshots }: Run,
): Promise<TrialRequest['probes']> {
  if (baseline.kind !== 'prepared' || candidate.kind !== 'prepared') return probes;
  const found = placesOf(snapshots);
  const places: ThrowPlace[] = [];
  for (const { role, file, line } of found.slice(0, mostPlaces)) {
    const moved = changed.find(
      ({ file: one }) => (role === 'candidate' ? one.path : one.previousPath) === file,
    );
    const [path, previousPath] = [moved?.file.path ?? file, moved?.file.previousPath ?? file];
    places.push({
      ...{ path, previousPath, line, role },
      baseline: await readBuildSource(baseline.folder, previousPath),
      candidate: await readBuildSource(candidate.folder, path),
    });
  }
  return probesAtErrors(places, probes);
}

type Found = { readonly role: ThrowPlace['role']; readonly file: string; readonly line: number };

/** By class and message: what both builds throw somewhere explains nothing. */
function placesOf(snapshots: Run['snapshots']): readonly Found[] {
  const places = new Map<string, Found>();
  for (const role of ['candidate', 'baseline'] as const) {
    const other = snapshots[role === 'candidate' ? 'baseline' : 'candidate'];
    const known = new Set(labelsOf(other));
    for (const event of snapshots[role]?.events ?? []) {
      if (event.kind !== 'throw' || known.has(`${event.exchangeId} ${errorLabel(event)}`)) continue;
      const [, file, line] = /^(.+):(\d+)$/.exec(event.at) ?? [];
      if (file !== undefined) places.set(`${role} ${event.at}`, { role, file, line: Number(line) });
    }
  }
  return [...places.values()];
}

function labelsOf(snapshot: Run['snapshots']['baseline']): readonly string[] {
  return (snapshot?.events ?? []).flatMap((event) =>
    event.kind === 'throw' ? [`${event.exchangeId} ${errorLabel(event)}`] : [],
  );
}
