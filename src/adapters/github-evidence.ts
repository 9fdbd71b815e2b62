import * as z from 'zod';
import { readEvidenceArchive } from './evidence-archive.ts';
import type { GitHubClient } from './github-client.ts';

/** Name under which a workflow uploads the evidence folder. */
export const evidenceArtifact = 'shadowgate-evidence';

export type FoundEvidence = {
  readonly artifactId: number;
  readonly runId: number;
  /** Exact file names of the evidence folder, in memory. */
  readonly files: ReadonlyMap<string, Uint8Array>;
};

/** Packed bytes; evidence of 100,000 exchanges stays far below. */
const maximumArchiveBytes = 64 * 1024 * 1024;

const artifactsAnswer = z
  .object({
    artifacts: z.array(
      z.object({
        id: z.int(),
        name: z.string(),
        size_in_bytes: z.int(),
        expired: z.boolean(),
        created_at: z.string().nullable(),
        workflow_run: z
          .object({
            id: z.int(),
            repository_id: z.int(),
            head_repository_id: z.int().nullable(),
            head_sha: z.string().nullable(),
          })
          .nullish(),
      }),
    ),
  })
  .transform((page) => page.artifacts);
type Artifact = z.infer<typeof artifactsAnswer>[number];

/**
 * Used by a verdict without a replay: the newest evidence that a run on exactly this commit uploaded, out of the
 * repository that the head branch lives in; null when there is none (any more). What it says is not believed here.
 */
export async function findEvidence(
  client: GitHubClient,
  head: { readonly sha: string; readonly repositoryId: number | null },
): Promise<FoundEvidence | null> {
  const artifacts = await client.list({
    route: 'GET /repos/{owner}/{repo}/actions/artifacts',
    parameters: { name: evidenceArtifact },
    answer: artifactsAnswer,
  });
  const newest = artifacts
    .filter((artifact) => isOfHead(artifact, head))
    .sort((a, b) => Date.parse(b.created_at ?? '') - Date.parse(a.created_at ?? '') || b.id - a.id)[0];
  if (!newest?.workflow_run) return null;
  const archive = await client.download({
    route: 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
    parameters: { artifact_id: newest.id, archive_format: 'zip' },
    maximumBytes: maximumArchiveBytes,
  });
  return { artifactId: newest.id, runId: newest.workflow_run.id, files: readEvidenceArchive(archive) };
}

function isOfHead(
  { name, expired, workflow_run: run }: Artifact,
  head: { readonly sha: string; readonly repositoryId: number | null },
): boolean {
  return (
    name === evidenceArtifact &&
    !expired &&
    run?.head_sha === head.sha &&
    head.repositoryId !== null &&
    run.head_repository_id === head.repositoryId
  );
}
