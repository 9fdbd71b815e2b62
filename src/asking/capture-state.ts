/**
 * Asking again: one exchange of a recording is replayed once more with new probes, and what both builds held at the places that were
 * asked for is given back. What the command prints, and what a coding agent calls.
 */

import { type CapturedState, captureVersion } from '../domain/captured-state.ts';
import type { CapturedValue, RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import { GateError } from '../errors.ts';
import { requestFor } from '../gate-services.ts';
import type { Ports } from '../ports.ts';
import { type ChangeRequest, type OpenChange, openChange } from '../preparation/open-change.ts';
import { openCredentials } from '../preparation/open-credentials.ts';
import { shareSandboxes } from '../preparation/open-sandbox.ts';
import { openService } from '../preparation/open-service.ts';
import { readAskedPlace } from '../snapshots/asking/asked-place.ts';
import { explainMiss } from '../snapshots/asking/explain-miss.ts';
import type { BuildSide } from '../snapshots/asking/find-looks.ts';
import { type PlannedLook, planAsked } from '../snapshots/asking/plan-asked.ts';
import { readAskedFiles } from '../snapshots/asking/read-asked-files.ts';
import { readState } from '../snapshots/asking/read-state.ts';
import { askedSources } from './asked-sources.ts';
import { type MadeRuns, makeCaptureRuns } from './capture-runs.ts';
import { type FoundExchange, findExchange } from './find-exchange.ts';

export type CaptureRequest = ChangeRequest & {
  /** Id of the exchange in the recording. */
  readonly exchange: string;
  /** `src/price.ts:15`, `src/price.ts:15:7` or `src/price.ts#discount`, one or more. */
  readonly places: readonly string[];
  /** Whose lines and names are meant. */
  readonly side: BuildSide;
  /** What is captured at each place; empty for every variable that can be seen there. */
  readonly expressions: readonly string[];
  /** How deep into objects. */
  readonly depth: number;
  /** Passes of one place that are captured. */
  readonly hits: number;
  /** How often it is replayed, to tell what varies by nature. */
  readonly runs: number;
  /** Which of several services of the settings is meant. */
  readonly service?: string;
  /** Digest of the recording that the evidence was made of; another one is refused. */
  readonly recordingDigest?: string;
};

/** Runs the exchange again and tells the state of both builds. Ends in that or in a GateError; writes nothing. */
export async function captureState(request: CaptureRequest, ports: Ports): Promise<CapturedState> {
  const places = request.places.map(readAskedPlace);
  const opened = await openChange(request, ports);
  const open = { ...opened, ...settingsOfService(opened, request.service) };
  const sources = await askedSources(open, places, request.side);
  const looks = planAsked({ ...request, files: readAskedFiles(sources), places });

  const openSandbox = shareSandboxes({ ...open, evidenceFolder: open.workFolder }, ports);
  const { recording, survey, prepared, surroundings } = await openService({ ...open, openSandbox }, ports);
  refuseOtherRecording(request, recording);
  const found = await findExchange(recording, survey, request.exchange);
  const { candidate, baseline } = prepared;
  if (candidate.kind === 'failed') throw candidate.error;
  const { plan, replay } = await openCredentials({ ...open, recording, plan: found.plan }, ports);
  const probes = {
    baseline: looks.flatMap((look) => look.baseline ?? []),
    candidate: looks.flatMap((look) => look.candidate ?? []),
  };
  const coverageOf = [...new Set([...probes.baseline, ...probes.candidate].map(({ file }) => file))];
  const made = await makeCaptureRuns(
    {
      trial: { ...surroundings, baseline, candidate, plan, replay, probes },
      exchangeId: request.exchange,
      deep: { agentLimits: limitsOf(request), coverageOf },
      times: request.runs,
    },
    ports,
  );
  return stateOf({ request, open, looks, found, made });
}

/** What the second look goes into deeper than the first (docs/agent-protocol.md has the names). */
function limitsOf({ depth, hits }: CaptureRequest): Readonly<Record<string, number>> {
  const deep = { fields: 200, items: 500, string: 8_192, nodes: 5_000, digestNodes: 20_000 };
  // The exchanges that it rests on are not looked at.
  return { ...deep, depth, hitsPerExchange: hits, controlHits: 1, backgroundHits: 1 };
}

type Made = {
  readonly request: CaptureRequest;
  readonly open: OpenChange;
  readonly looks: readonly PlannedLook[];
  readonly found: FoundExchange;
  readonly made: MadeRuns;
};

function stateOf({ request, open, looks, found, made }: Made): CapturedState {
  const [shown, ...others] = made.snapshots;
  const { baseline, candidate } = shown ?? {};
  if (baseline?.agent !== 'connected' || candidate?.agent !== 'connected') throw noAgent();
  const runs = [shown, ...others];
  const snapshots = { baseline, candidate };
  const { head, plan } = found;
  const planned = [...plan.exchanges];
  return {
    version: captureVersion,
    base: open.change.base,
    head: open.change.head,
    exchange: {
      ...{ id: head.id, method: head.method, target: head.target },
      route: planned.at(-1)?.route ?? '',
      restsOn: planned.slice(0, -1).map(({ exchangeId }) => exchangeId),
      answers: { recorded: head.status === 0 ? 'no answer' : String(head.status), ...made.answers },
    },
    runs: request.runs,
    places: readState({
      ...{ exchangeId: request.exchange, looks, ...snapshots, mostHits: request.hits },
      again: {
        baseline: runs.flatMap((each, index) =>
          [each?.secondary ?? [], index === 0 ? [] : (each?.baseline ?? [])].flat(),
        ),
        candidate: others.flatMap((each) => each.candidate ?? []),
      },
      explainMiss: (side, look) => explainAt(side, { look, request, snapshot: snapshots[side] }),
    }),
    notes: [...made.notes, ...notesOfLimits(snapshots)],
  };
}

type At = {
  readonly look: PlannedLook;
  readonly request: CaptureRequest;
  readonly snapshot: RuntimeSnapshot;
};

function explainAt(side: BuildSide, { look, request, snapshot }: At): string {
  const at = look.look[side];
  const probe = look[side];
  if (at === null || probe === null) return 'there is no such place';
  const node = at.described?.statement.node ?? at.side.source.node;
  return explainMiss({ path: probe.file, exchangeId: request.exchange, side: at.side, node, snapshot });
}

/** What the agents did not send, and what they sent in part. */
function notesOfLimits({ baseline, candidate }: Record<BuildSide, RuntimeSnapshot>): readonly string[] {
  const dropped = baseline.dropped + candidate.dropped;
  const cut = [...baseline.hits, ...candidate.hits].filter(({ values }) => Object.values(values).some(isCut));
  return [
    ...(dropped === 0
      ? []
      : [`${dropped} records of the agents were lost; ask for less with --expression or --depth`]),
    ...(cut.length === 0
      ? []
      : [
          `${cut.length} passes held more than one snapshot may: of what was cut size and digest are known; ask for less with --expression or --depth`,
        ]),
  ];
}

/** Whether something of it was cut so that its snapshot keeps its bound. */
function isCut({ reason, fields = {}, items = [] }: CapturedValue): boolean {
  return reason === 'size' || items.some(isCut) || Object.values(fields).some(isCut);
}

/** The settings of the one service, or of the one that is named. */
function settingsOfService(
  open: OpenChange,
  name: string | undefined,
): Pick<OpenChange, 'settings' | 'changed'> {
  const { services } = open.settings.config;
  const { settings, changed } = open;
  if (services.length === 0 && name === undefined) return { settings, changed };
  const service = services.find((each) => each.name === name);
  if (service !== undefined) return requestFor(service, { settings, changed });
  const names = services.map((each) => each.name).join(', ');
  throw new GateError({
    code: 'bad-usage',
    message:
      name === undefined
        ? `The settings name several services: ${names}.`
        : `The settings name no service ${name}${names === '' ? '' : `, but ${names}`}.`,
    remedy: names === '' ? 'Leave --service out.' : 'Name one of them with --service.',
  });
}

function refuseOtherRecording(
  { recordingDigest }: CaptureRequest,
  { path, summary }: { readonly path: string; readonly summary: { readonly digest: string } },
): void {
  if (recordingDigest === undefined || recordingDigest === summary.digest) return;
  throw new GateError({
    code: 'bad-usage',
    message: `The recording ${path} is not the one that the evidence was made of (${summary.digest}, not ${recordingDigest}).`,
    remedy: 'Name the recording of the gate with --recording, or leave the evidence aside with --base.',
  });
}

function noAgent(): GateError {
  return new GateError({
    code: 'bad-usage',
    message: 'No agent reported from the service, so that nothing can be captured in it.',
    remedy:
      'Ask for a service of Node or Python, and see that it is started so that it inherits NODE_OPTIONS or PYTHONPATH.',
  });
}
