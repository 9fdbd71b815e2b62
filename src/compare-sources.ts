import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type GitRepository, openRepository } from './adapters/git.ts';
import type { PolicyInForce } from './domain/policy.ts';
import { GateError } from './errors.ts';
import type { EvidenceOnFile } from './evidence/evidence-files.ts';
import { gatherEvidence } from './gate-change.ts';
import { refuseOneRecording } from './gate-services.ts';
import type { Ports } from './ports.ts';
import { openSettings, type Settings, settingsFrom } from './preparation/base-config.ts';
import { type ChangedSources, readChangedSources } from './preparation/changed-sources.ts';
import type { Source, Sources } from './preparation/prepare-sources.ts';
import { createWorkFolder } from './shadow/processes/work-folder.ts';

export type CompareRequest = {
  /** `rev:REVISION`, `dir:PATH` or `url:http://127.0.0.1:PORT`. */
  readonly baseline: string;
  readonly candidate: string;
  readonly recordingPath: string;
  /** Repository that `rev:` refers to. */
  readonly repositoryFolder: string;
  readonly evidenceFolder: string;
  /** Text of a settings file on this machine, with its name; for folders and services there is no base revision. */
  readonly settingsFile: { readonly path: string; readonly text: string } | null;
};

export type Comparison = EvidenceOnFile & { readonly policy: PolicyInForce };

/** The engine of the gate for any two builds: no provenance is known, so nothing here asks for an approval by itself. */
export async function compareSources(request: CompareRequest, ports: Ports): Promise<Comparison> {
  const sources = {
    baseline: await readSource(request.baseline, request.repositoryFolder),
    candidate: await readSource(request.candidate, request.repositoryFolder),
  };
  const settings = await settingsOf(request, sources.baseline);
  refuseOneRecording(settings, request.recordingPath);
  const workFolder = await createWorkFolder(ports.teardown);
  const changed = await changedBetween(sources, workFolder);
  const written = await gatherEvidence(
    {
      ...{ change: null, provenance: null, changed, sources, settings, workFolder },
      readBeside: (path: string) => readBeside(path, sources.baseline),
      evidenceFolder: request.evidenceFolder,
      takeRecording: async () => request.recordingPath,
    },
    ports,
  );
  return { ...written, policy: settings.policyInForce };
}

async function readSource(text: string, repositoryFolder: string): Promise<Source> {
  const [kind = '', ...rest] = text.split(':');
  const value = rest.join(':');
  if (kind === 'rev' && value) {
    const repository = await openRepository(repositoryFolder);
    return { kind: 'rev', sha: await repository.resolve(value), repository };
  }
  if (kind === 'dir' && value) return { kind: 'dir', folder: resolve(value) };
  if (kind === 'url' && isLoopback(value)) return { kind: 'url', origin: new URL(value) };
  throw new GateError({
    code: 'source-unusable',
    message: `${text} is no source.`,
    remedy: 'Write rev:REVISION, dir:PATH or url:http://127.0.0.1:PORT.',
  });
}

/** Recorded writes are never sent to a host other than this machine. */
function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname);
}

/** Stand-ins and descriptors lie beside the settings: in the base revision, or for folders and services on this machine. */
async function readBeside(path: string, baseline: Source): Promise<Uint8Array | null> {
  if (baseline.kind === 'rev') return baseline.repository.readBytes(baseline.sha, path);
  const folder = baseline.kind === 'dir' ? baseline.folder : '.';
  return readFile(resolve(folder, path)).catch(() => null);
}

async function settingsOf(
  { settingsFile, repositoryFolder }: CompareRequest,
  baseline: Source,
): Promise<Settings> {
  if (settingsFile !== null) {
    const { path, text } = settingsFile;
    const readHere = (name: string) => readFile(resolve(repositoryFolder, name), 'utf8').catch(() => null);
    return settingsFrom(async (name) => (name === path ? text : readHere(name)), path, 'this machine');
  }
  if (baseline.kind === 'rev') return openSettings(baseline.repository, baseline.sha, undefined);
  return settingsFrom(async () => null, undefined, 'this machine');
}

/** Which lines changed is known between two revisions only. */
async function changedBetween(
  { baseline, candidate }: Sources,
  scratchFolder: string,
): Promise<ChangedSources | null> {
  if (baseline.kind !== 'rev' || candidate.kind !== 'rev') return null;
  const repository: GitRepository = baseline.repository;
  const change = await repository.readChange({ base: baseline.sha, head: candidate.sha, scratchFolder });
  return readChangedSources(repository, change);
}
