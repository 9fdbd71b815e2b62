/**
 * READ FIRST. The gate as one picture: every stage of the design is one call here, and what one stage needs of
 * another is handed on as a plain value. Nothing is decided in this file.
 */

import type { Change } from './domain/change.ts';
import type { PolicyInForce } from './domain/policy.ts';
import type { Provenance } from './domain/provenance.ts';
import type { Review, Verdict } from './domain/verdict.ts';
import { assembleEvidence, type EvidenceDraft } from './evidence/assemble-evidence.ts';
import { type EvidenceOnFile, openEvidenceFolder, writeEvidence } from './evidence/evidence-files.ts';
import { markAiLines } from './evidence/mark-ai-lines.ts';
import { decideVerdict } from './gate/decide-verdict.ts';
import { gateServices } from './gate-services.ts';
import type { Ports } from './ports.ts';
import type { Settings } from './preparation/base-config.ts';
import type { ChangedSources } from './preparation/changed-sources.ts';
import { choosePlan } from './preparation/choose-plan.ts';
import { type ChangeRequest, openChange } from './preparation/open-change.ts';
import { openCredentials } from './preparation/open-credentials.ts';
import { type OpenSandbox, shareSandboxes } from './preparation/open-sandbox.ts';
import { openService } from './preparation/open-service.ts';
import type { Sources } from './preparation/prepare-sources.ts';
import { rememberRecording } from './preparation/recording-memory.ts';
import { detectProvenance } from './provenance/detect-provenance.ts';
import { observeAndExplain } from './runs/observe-and-explain.ts';
import { planProbes } from './snapshots/probes/plan-probes.ts';
import { reproduceExamples } from './trial/reproduce-examples.ts';
import { settleTrial } from './trial/settle-trial.ts';

export type GateRequest = ChangeRequest & {
  /** Where evidence is written. */
  readonly evidenceFolder: string;
};

export type GatedChange = EvidenceOnFile & {
  readonly change: Change;
  readonly policy: PolicyInForce;
};

/** Runs the change beside its base and writes the evidence. Ends in evidence or in a GateError, never in between. */
export async function gateChange(request: GateRequest, ports: Ports): Promise<GatedChange> {
  const open = await openChange(request, ports);
  const { change, settings } = open;
  const provenance = detectProvenance(change);
  const changed = await markAiLines({ ...open, provenance });
  const written = await gatherEvidence(
    { ...open, provenance, changed, evidenceFolder: request.evidenceFolder },
    ports,
  );
  if (request.recordingPath !== undefined)
    await rememberRecording(ports.environment, written.evidence.recording.digest, request.recordingPath);
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

type GatedService = EvidenceRequest & { readonly openSandbox: OpenSandbox };

/** One service: its recording against its two builds. */
async function gateService(request: GatedService, ports: Ports): Promise<EvidenceDraft> {
  const { settings } = request;
  const startedAt = ports.now();
  const { recording, survey, prepared, surroundings } = await openService(request, ports);
  const { upstream, sandbox, changed, builtCode = null } = surroundings;
  const probes = planProbes(changed);
  const chosen = await choosePlan({ ...surroundings, baseline: prepared.baseline, survey, settings }, ports);
  const opening = { settings, recording, plan: chosen };
  const { plan, replay, credentials } = await openCredentials(opening, ports);
  const { ignores, severities, cost } = settings.config.policy;
  const trying = { ...prepared, ...surroundings, plan, replay, probes, cost };
  const trial = await observeAndExplain(trying, ports);
  const { isBuilt } = prepared;
  const judged = settleTrial({
    ...{ ...request, trial, plan, isBuilt, ignores, severities, cost },
    today: ports.now(),
  });
  const settled = await reproduceExamples(judged, recording.exchanges);

  const policy = settings.policyInForce;
  const around = { policy, recording, upstream, plan, sandbox, prepared, credentials, builtCode };
  const found = { ...request, ...around, trial, settled };
  return assembleEvidence(found, { startedAt, completedAt: ports.now(), version: ports.version });
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
