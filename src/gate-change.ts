/**
 * READ FIRST. The gate as one picture: every stage of the design is one call here, and what one stage needs of
 * another is handed on as a plain value. Nothing is decided in this file.
 */
import { openRepository } from './adapters/git.ts';
import { assembleEvidence, type EvidenceDraft } from './assemble-evidence.ts';
import { openSettings, type Settings } from './base-config.ts';
import { type ChangedSources, readChangedSources } from './changed-sources.ts';
import { choosePlan } from './choose-plan.ts';
import type { Change, PullRequest } from './domain/change.ts';
import type { PolicyInForce } from './domain/policy.ts';
import type { Provenance } from './domain/provenance.ts';
import type { Review, Verdict } from './domain/verdict.ts';
import { type EvidenceOnFile, openEvidenceFolder, writeEvidence } from './evidence-files.ts';
import { decideVerdict } from './gate/decide-verdict.ts';
import { gateServices, refuseOneRecording } from './gate-services.ts';
import { observeAndExplain } from './observe-and-explain.ts';
import { openCredentials } from './open-credentials.ts';
import { openRecording, takeRecordingFromBase } from './open-recording.ts';
import { type OpenSandbox, shareSandboxes } from './open-sandbox.ts';
import { openSchema } from './open-schema.ts';
import { openUpstream, readStandInFiles } from './open-upstream.ts';
import type { Ports } from './ports.ts';
import { prepareSources, type Sources } from './prepare-sources.ts';
import { detectProvenance } from './provenance/detect-provenance.ts';
import { surveyRecording } from './replay/choosing/survey-recording.ts';
import { reproduceExamples } from './reproduce-examples.ts';
import { settleTrial } from './settle-trial.ts';
import { createWorkFolder } from './shadow/work-folder.ts';
import { planProbes } from './snapshots/plan-probes.ts';

export type GateRequest = {
  readonly repositoryFolder: string;
  /** Revision that the change would be merged into; policy and settings are read from it. */
  readonly base: string;
  /** Revision that would be merged. */
  readonly head: string;
  readonly branch?: string;
  readonly pullRequest?: PullRequest;
  /** A recording on this machine; without it, the one that the settings name, as the base revision has it. */
  readonly recordingPath?: string;
  /** Path of the settings inside the base revision, when it is not the usual one. */
  readonly configPath?: string;
  /** Where evidence is written. */
  readonly evidenceFolder: string;
  /** Go on although tracked files have uncommitted changes, which are not judged. */
  readonly allowDirty: boolean;
};

export type GatedChange = EvidenceOnFile & {
  readonly change: Change;
  readonly policy: PolicyInForce;
};

/** Runs the change beside its base and writes the evidence. Ends in evidence or in a GateError, never in between. */
export async function gateChange(request: GateRequest, ports: Ports): Promise<GatedChange> {
  const repository = await openRepository(request.repositoryFolder);
  if (!request.allowDirty) await repository.assertClean();
  const baseTip = await repository.resolve(request.base);
  const head = await repository.resolve(request.head);
  const base = await repository.mergeBase(baseTip, head);

  const settings = await openSettings(repository, baseTip, request.configPath);
  const branch = request.branch ?? (await repository.branchNamed(request.head)) ?? undefined;
  const workFolder = await createWorkFolder(ports.teardown);
  const change = await repository.readChange({
    ...request,
    scratchFolder: workFolder,
    base,
    head,
    ...(branch === undefined ? {} : { branch }),
  });
  const provenance = detectProvenance(change);
  const changed = await readChangedSources(repository, change);

  const takeRecording = async (named: string | null, into: string) =>
    request.recordingPath ?? (await takeRecordingFromBase(repository, baseTip, named, into));
  refuseOneRecording(settings, request.recordingPath);
  const sources: Sources = {
    baseline: { kind: 'rev', sha: base, repository },
    candidate: { kind: 'rev', sha: head, repository },
  };
  const readBeside = (path: string) => repository.readBytes(baseTip, path);
  const subject = { change, provenance, changed, sources, settings, takeRecording, readBeside, workFolder };
  const written = await gatherEvidence({ ...subject, evidenceFolder: request.evidenceFolder }, ports);
  return { ...written, change, policy: settings.policyInForce };
}

export type EvidenceRequest = {
  /** Null, like the provenance, when two folders or running services are compared. */
  readonly change: Change | null;
  readonly provenance: Provenance | null;
  /** Null when it is not known which lines changed. */
  readonly changed: ChangedSources | null;
  readonly sources: Sources;
  readonly settings: Settings;
  /** Makes the recording that the settings name a file in a folder, and tells its path. */
  readonly takeRecording: (named: string | null, folder: string) => Promise<string>;
  /** Reads a file that the settings name, from where they come; null when there is none. */
  readonly readBeside: (path: string) => Promise<Uint8Array | null>;
  readonly workFolder: string;
  readonly evidenceFolder: string;
};

/** The lower half of the picture: recordings and two builds in, evidence out, of one service or of several. */
export async function gatherEvidence(request: EvidenceRequest, ports: Ports): Promise<EvidenceOnFile> {
  await openEvidenceFolder(request.evidenceFolder);
  const openSandbox = shareSandboxes(request, ports);
  const { draft, sides } = await gateServices(request, (service) =>
    gateService({ ...service, openSandbox }, ports),
  );
  return writeEvidence(request.evidenceFolder, draft, sides);
}

type ServiceRequest = EvidenceRequest & { readonly openSandbox: OpenSandbox };

/** One service: its recording against its two builds. */
async function gateService(request: ServiceRequest, ports: Ports): Promise<EvidenceDraft> {
  const { settings, workFolder } = request;
  const startedAt = ports.now();
  const recording = await openRecording(await request.takeRecording(settings.config.recording, workFolder));
  const survey = await surveyRecording(recording.heads());
  // Found out beside preparing; whatever runs code of the change first waits for it.
  const walls = request.openSandbox(settings.config.sandbox, recording.path);
  const configured = settings.config.service;
  const prepared = await prepareSources({ ...request, sandbox: walls, configured, ports });
  const sandbox = await walls;

  const changed = request.changed ?? [];
  const probes = planProbes(changed);
  const { determinism, state: stateSources, upstream: answering } = settings.config;
  const standIns = await readStandInFiles(textFrom(request.readBeside), answering.standIns);
  const schema = await openSchema(settings.config.protobuf, request.readBeside);
  const upstream = await openUpstream({ settings: answering, recording, standIns, now: startedAt });
  const surroundings = {
    determinism,
    workFolder,
    stateSources,
    upstream,
    sandbox,
    recording,
    changed,
    schema,
  };
  const chosen = await choosePlan({ ...surroundings, baseline: prepared.baseline, survey, settings }, ports);
  const opening = { settings, recording, plan: chosen };
  const { plan, replay, credentials } = await openCredentials(opening, ports);
  const trial = await observeAndExplain({ ...prepared, ...surroundings, plan, replay, probes }, ports);
  const { ignores, severities, cost } = settings.config.policy;
  const { isBuilt } = prepared;
  const judged = settleTrial({
    ...{ ...request, trial, plan, isBuilt, ignores, severities, cost },
    today: ports.now(),
  });
  const settled = await reproduceExamples(judged, recording.exchanges);

  const policy = settings.policyInForce;
  const around = { policy, recording, upstream, plan, sandbox, prepared, credentials };
  const found = { ...request, ...around, trial, settled };
  return assembleEvidence(found, { startedAt, completedAt: ports.now(), version: ports.version });
}

function textFrom(read: EvidenceRequest['readBeside']): (path: string) => Promise<string | null> {
  return async (path) => {
    const bytes = await read(path);
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  };
}

export type JudgeRequest = EvidenceOnFile & {
  readonly policy: PolicyInForce;
  readonly reviews: readonly Review[];
  /** Who may not approve this change, each with the reason. */
  readonly excluded: readonly { readonly user: string; readonly why: string }[];
};

/** The last arrow: evidence, policy and approvals in, verdict out. Replays nothing and may be asked again any time. */
export function judgeEvidence(request: JudgeRequest): Verdict {
  return decideVerdict(request);
}
