/** What a gate and a capture have in common for one service: its recording, its two builds, and what stands around their instances. */

import type { ProtoSchema } from '../comparison/content/proto-schema.ts';
import type { EvidenceRequest } from '../gate-change.ts';
import type { Ports } from '../ports.ts';
import { type Survey, surveyRecording } from '../replay/choosing/survey-recording.ts';
import type { TrialRequest } from '../runs/run-request.ts';
import { readBuiltSides } from './built-sides.ts';
import type { ChangedSources } from './changed-sources.ts';
import { type OpenRecording, openRecording } from './open-recording.ts';
import type { OpenSandbox } from './open-sandbox.ts';
import { openSchema } from './open-schema.ts';
import { openTelemetry } from './open-telemetry.ts';
import { type GateUpstream, openUpstream, readStandInFiles } from './open-upstream.ts';
import { type PreparedSources, prepareSources } from './prepare-sources.ts';

export type ServiceRequest = Omit<EvidenceRequest, 'change' | 'provenance' | 'evidenceFolder'> & {
  readonly openSandbox: OpenSandbox;
};

/** A service that is ready to be replayed against, but for the plan and the probes. */
export type OpenService = {
  readonly recording: OpenRecording;
  readonly survey: Survey;
  readonly prepared: PreparedSources;
  /** What every run over it has in common. */
  readonly surroundings: Omit<
    TrialRequest,
    'plan' | 'replay' | 'probes' | 'baseline' | 'candidate' | 'upstream' | 'schema'
  > & {
    readonly upstream: GateUpstream | null;
    readonly schema: ProtoSchema | null;
    readonly changed: ChangedSources;
  };
};

/** Used once for each service: opens the recording and prepares both builds, whatever else that takes beside it. */
export async function openService(request: ServiceRequest, ports: Ports): Promise<OpenService> {
  const { settings, workFolder } = request;
  const { recording: named, service: configured, sandbox: walls } = settings.config;
  const recording = await openRecording(await request.takeRecording(named, workFolder));
  const survey = await surveyRecording(recording.heads());
  // Found out beside preparing; whatever runs code of the change first waits for it.
  const finding = request.openSandbox(walls, recording.path);
  const prepared = await prepareSources({ ...request, sandbox: finding, configured, ports });
  const sandbox = await finding;

  const { determinism, throws, state: stateSources, upstream: answering } = settings.config;
  const standIns = await readStandInFiles(textFrom(request.readBeside), answering.standIns);
  const schema = await openSchema(settings.config.protobuf, request.readBeside);
  const upstream = await openUpstream({ settings: answering, recording, standIns, now: ports.now() });
  const telemetry = await openTelemetry(settings.config.telemetry, prepared);
  const changed = request.changed ?? [];
  const builtCode = await readBuiltSides(prepared);
  const seen = { recording, changed, builtCode };
  const answers = { upstream, telemetry, schema };
  const around = { determinism, throws, workFolder, stateSources, sandbox, ...seen, ...answers };
  return { recording, survey, prepared, surroundings: around };
}

function textFrom(read: ServiceRequest['readBeside']): (path: string) => Promise<string | null> {
  return async (path) => {
    const bytes = await read(path);
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  };
}
