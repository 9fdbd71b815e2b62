import { homedir, tmpdir } from 'node:os';
import { isAbsolute } from 'node:path';
import type { SandboxSettings } from './domain/service.ts';
import type { OpenRecording } from './open-recording.ts';
import type { Ports } from './ports.ts';
import type { Source, Sources } from './prepare-sources.ts';
import { findSandbox } from './shadow/sandbox/find-sandbox.ts';
import { type Sandbox, withoutWalls } from './shadow/sandbox/sandbox.ts';

export type SandboxRequest = {
  readonly sources: Sources;
  readonly settings: SandboxSettings;
  readonly workFolder: string;
  readonly evidenceFolder: string;
  readonly recording: Pick<OpenRecording, 'path'>;
};

/** Variables of GitHub's runner that name a folder or file with credentials, or what later steps read as commands. */
const runnerPaths =
  /^(RUNNER_TEMP|RUNNER_WORKSPACE|GITHUB_WORKSPACE|GITHUB_(ENV|PATH|OUTPUT|STATE|STEP_SUMMARY|EVENT_PATH)|SSH_AUTH_SOCK|DOCKER_CONFIG|KUBECONFIG|GNUPGHOME)$/;

/** Finds out, once a gate, how far this machine can shut in what runs code of the change. Nobody asks it of services that already run. */
export async function openSandbox(request: SandboxRequest, ports: Ports): Promise<Sandbox> {
  const { sources, settings, workFolder } = request;
  const { baseline, candidate } = sources;
  if (baseline.kind === 'url' && candidate.kind === 'url') return withoutWalls;
  const { environment, teardown } = ports;
  return findSandbox({ settings, hidden: hiddenPaths(request, ports), workFolder, environment, teardown });
}

/** What must not be seen from inside; a folder that lies around a toolchain is still not shown whole. */
function hiddenPaths(request: SandboxRequest, { environment }: Ports): readonly string[] {
  const { sources, workFolder, evidenceFolder, recording } = request;
  const named = Object.entries(environment).flatMap(([name, value]) =>
    runnerPaths.test(name) && value !== undefined && isAbsolute(value) ? [value] : [],
  );
  return [
    ...['/root', '/home', homedir(), environment['HOME'] ?? homedir()],
    ...[sources.baseline, sources.candidate].flatMap(folderOf),
    ...[workFolder, evidenceFolder, recording.path],
    ...named,
    ...['/var/run/docker.sock', '/run/docker.sock', tmpdir()],
  ].filter((path) => path !== '/');
}

function folderOf(source: Source): readonly string[] {
  switch (source.kind) {
    case 'rev':
      return [source.repository.root];
    case 'dir':
      return [source.folder];
    case 'url':
      return [];
    default:
      return source satisfies never;
  }
}
