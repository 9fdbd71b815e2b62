import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { SandboxSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { findSandbox } from '../shadow/sandbox/find-sandbox.ts';
import { type Sandbox, withoutWalls } from '../shadow/sandbox/sandbox.ts';
import type { Source, Sources } from './prepare-sources.ts';

export type SandboxRequest = {
  readonly sources: Sources;
  readonly workFolder: string;
  readonly evidenceFolder: string;
};

/** Finds the sandbox of one service, by its settings and its recording, which must not be seen from inside. */
export type OpenSandbox = (settings: SandboxSettings, recordingPath: string) => Promise<Sandbox>;

/** Variables of GitHub's runner that name a folder or file with credentials, or what later steps read as commands. */
const runnerPaths =
  /^(RUNNER_TEMP|RUNNER_WORKSPACE|GITHUB_WORKSPACE|GITHUB_(ENV|PATH|OUTPUT|STATE|STEP_SUMMARY|EVENT_PATH)|SSH_AUTH_SOCK|DOCKER_CONFIG|KUBECONFIG|GNUPGHOME)$/;

/**
 * How the services of a gate find out how far this machine can shut in what runs code of the change. Services with the same
 * settings share the answer. Nobody asks it of services that already run. The leak probe takes a second in which sources can be
 * fetched: the end of the gate waits for it too, so that it may be left alone until it is needed.
 */
export function shareSandboxes(request: SandboxRequest, ports: Ports): OpenSandbox {
  const { baseline, candidate } = request.sources;
  const { environment, teardown } = ports;
  const found = new Map<string, Promise<Sandbox>>();
  return (settings, recordingPath) => {
    if (baseline.kind === 'url' && candidate.kind === 'url') return Promise.resolve(withoutWalls);
    // What lies in the work folder is hidden with it.
    const apart = recordingPath.startsWith(join(request.workFolder, '/')) ? [] : [recordingPath];
    const key = JSON.stringify([settings, apart]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const hidden = [...hiddenPaths(request, ports), ...apart];
    const workFolder = join(request.workFolder, `walls-${found.size}`);
    const finding = findSandbox({ settings, hidden, workFolder, environment, teardown });
    found.set(key, finding);
    const settled = finding.then(
      () => {},
      () => {},
    );
    teardown.defer('the search for a sandbox', () => settled);
    return finding;
  };
}

/** What must not be seen from inside; a folder that lies around a toolchain is still not shown whole. */
function hiddenPaths(request: SandboxRequest, { environment }: Ports): readonly string[] {
  const { sources, workFolder, evidenceFolder } = request;
  const named = Object.entries(environment).flatMap(([name, value]) =>
    runnerPaths.test(name) && value !== undefined && isAbsolute(value) ? [value] : [],
  );
  return [
    ...['/root', '/home', homedir(), environment['HOME'] ?? homedir()],
    ...[sources.baseline, sources.candidate].flatMap(folderOf),
    ...[workFolder, evidenceFolder],
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
