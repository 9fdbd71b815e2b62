import type { GitRepository } from '../adapters/git.ts';
import type { Change } from '../domain/change.ts';
import type { Provenance } from '../domain/provenance.ts';
import type { ChangedSources } from '../preparation/changed-sources.ts';

export type MarkRequest = {
  readonly repository: Pick<GitRepository, 'blame'>;
  readonly change: Change;
  readonly provenance: Provenance;
  readonly changed: ChangedSources;
};

/**
 * Used once it is known which commits bear signs of AI help: adds to each changed file which of its lines they wrote. A sign that concerns the
 * change as a whole, such as the name of its branch, tells of no line.
 */
export async function markAiLines({
  repository,
  change,
  provenance,
  changed,
}: MarkRequest): Promise<ChangedSources> {
  const byAi = new Set(
    provenance.commits.flatMap(({ sha, verdict }) => (verdict === 'ai' || verdict === 'mixed' ? [sha] : [])),
  );
  if (byAi.size === 0) return changed;
  return Promise.all(
    changed.map(async (source) => {
      if (source.candidate === null || source.file.blocks.length === 0) return source;
      const commits = await repository.blame(change, source.file.path);
      const aiLines = [...commits].flatMap(([line, sha]) => (byAi.has(sha) ? [line] : []));
      return { ...source, aiLines };
    }),
  );
}
