import type { Change } from '../domain/change.ts';
import { type Evidence, evidenceVersion } from '../domain/evidence.ts';
import type { ChosenPart, Plan } from '../domain/plan.ts';
import type { PolicyInForce } from '../domain/policy.ts';
import type { Provenance } from '../domain/provenance.ts';
import type { UpstreamReport } from '../domain/upstream.ts';
import type { OpenRecording } from '../preparation/open-recording.ts';
import type { GateUpstream } from '../preparation/open-upstream.ts';
import type { PreparedSources } from '../preparation/prepare-sources.ts';
import { claimsOfNoChange } from '../provenance/claims-of-no-change.ts';
import { neededByAnother } from '../replay/choosing/fit-budget.ts';
import { routesOf } from '../replay/choosing/plan-exchanges.ts';
import type { Credentials } from '../replay/credentials/classify-credentials.ts';
import type { Trial } from '../runs/observe-and-explain.ts';
import { sentExchanges } from '../runs/sent-exchanges.ts';
import { stepIsolation } from '../shadow/sandbox/enclose-step.ts';
import type { Sandbox } from '../shadow/sandbox/sandbox.ts';
import type { SettledTrial } from '../trial/settled-trial.ts';
import { type DescribedValues, describeValues } from './describe-values.ts';
import type { SideRecords } from './evidence-files.ts';
import { judgeSight } from './judge-sight.ts';
import { summariseUpstream } from './summarise-upstream.ts';
import { warnOfLimits } from './warn-of-limits.ts';

export type Found = {
  /** Null when two folders or running services were compared. */
  readonly change: Change | null;
  readonly provenance: Provenance | null;
  readonly policy: PolicyInForce;
  readonly recording: OpenRecording;
  /** Null when nothing stood in for the services that are called. */
  readonly upstream: GateUpstream | null;
  readonly plan: Plan;
  readonly prepared: PreparedSources;
  readonly sandbox: Sandbox;
  readonly trial: Trial;
  readonly settled: SettledTrial;
  readonly credentials: Credentials;
};

type Origin = { readonly startedAt: Date; readonly completedAt: Date; readonly version: string };

export type EvidenceDraft = { readonly draft: Omit<Evidence, 'sideFiles'>; readonly sides: SideRecords };

/** Puts what the stages found into one document and the side files that hold every single finding. */
export function assembleEvidence(found: Found, origin: Origin): EvidenceDraft {
  const { change, settled, trial } = found;
  const values = trial.kind === 'ran' ? describeValues(trial.observe.values, trial.secrets) : null;
  return {
    draft: {
      version: evidenceVersion,
      tool: `shadowgate ${origin.version}`,
      startedAt: origin.startedAt.toISOString(),
      completedAt: origin.completedAt.toISOString(),
      base: change?.base ?? null,
      head: change?.head ?? null,
      policyDigest: found.policy.digest,
      provenance: found.provenance,
      ...claimsPart(change),
      changedPaths: changedPathsOf(change),
      recording: recordingPart(found.recording),
      plan: planPart(found.plan, trial),
      ...replayPart(trial, values),
      shadow: {
        isolation: trial.isolation,
        ...isolationPart(found),
        instances: trial.kind === 'ran' ? trial.instances : [],
        assumptions: found.prepared.assumptions,
        ...upstreamPart(found),
        ...telemetryPart(found),
      },
      fidelity: trial.kind === 'ran' ? trial.fidelity : { share: 0, compared: 0, examples: [] },
      ...statePart(trial),
      ...(settled.costs.length === 0 ? {} : { cost: settled.costs }),
      ...(settled.allocations === null ? {} : { allocation: [settled.allocations] }),
      ...flowPart(found),
      exercise: settled.exercise,
      status: judgeSight(trial, settled),
      bound: boundOf(settled),
      counts: countsOf(settled),
      clusters: settled.clusters,
      flaky: settled.flaky,
      noise: settled.noise,
      routes: settled.routes,
      unusedIgnores: settled.unusedIgnores,
      confirmation: trial.kind === 'ran' ? trial.confirmation : 'not confirmed: the candidate does not start',
      perturbed: settled.perturbed,
      warnings: warnOfLimits(found),
    },
    sides: {
      'findings.ndjson': settled.findings,
      'traces.ndjson': settled.traces,
      'values.ndjson': values?.records ?? [],
    },
  };
}

function upstreamPart({ upstream, trial }: Found): { readonly upstream?: UpstreamReport } {
  const outbound = trial.kind === 'ran' ? trial.observe.outbound : null;
  if (!upstream || trial.kind !== 'ran' || outbound === null) return {};
  const redact = (text: string) => trial.secrets.redact({ place: 'outbound', text });
  const calls = outbound.calls.baseline ?? [];
  return { upstream: summariseUpstream({ answers: upstream.answers, calls, redact }) };
}

function telemetryPart({ trial }: Found): Pick<Evidence['shadow'], 'telemetry'> {
  const telemetry = trial.kind === 'ran' ? trial.observe.telemetry : null;
  return telemetry === null ? {} : { telemetry };
}

function flowPart({ settled, trial }: Found): Pick<Evidence, 'flow'> {
  if (settled.flow === null || trial.kind !== 'ran') return {};
  const redact = (text: string) => trial.secrets.redact({ place: 'query', text });
  const notCounted = settled.flow.notCounted.map((one) => ({ ...one, shape: redact(one.shape) }));
  const [newTargets, goneTargets] = [
    settled.flow.newTargets.map(redact),
    settled.flow.goneTargets.map(redact),
  ];
  return { flow: [{ ...settled.flow, newTargets, goneTargets, notCounted }] };
}

function claimsPart(change: Change | null): Pick<Evidence, 'claims'> {
  const claims = claimsOfNoChange(change?.commits ?? []);
  return claims.length === 0 ? {} : { claims };
}

/** A file that moved is named at both places: moving the settings of the gate away touches them too. */
function changedPathsOf(change: Change | null): readonly string[] {
  const paths = change?.files.flatMap(({ path, previousPath }) => [path, previousPath ?? []].flat()) ?? [];
  return [...new Set(paths)];
}

/** What services were shut in with that already ran is not known. */
function isolationPart({
  prepared,
  sandbox,
}: Found): Pick<Evidence['shadow'], 'isolationDetail' | 'stepIsolation'> {
  const isPrepared = [prepared.baseline, prepared.candidate].some(({ kind }) => kind !== 'running');
  const { notReached, probed, open } = sandbox;
  return {
    isolationDetail: { notReached, probed, open },
    stepIsolation: isPrepared ? stepIsolation(sandbox) : null,
  };
}

function recordingPart({ summary }: OpenRecording): Evidence['recording'] {
  const { digest, exchanges, completeness, damage } = summary;
  return { digest, exchanges, completeness: completeness ?? null, damage: damage ?? null };
}

function planPart(plan: Plan, trial: Trial): Evidence['plan'] {
  if (trial.kind !== 'ran') return { exchanges: 0, routes: 0, leftOut: plan.leftOut };
  const { answers, notSent, leftOut, endedEarly } = trial.observe;
  const sent = sentExchanges(plan.exchanges, answers);
  return {
    exchanges: answers.size,
    routes: routesOf(sent).length,
    leftOut: [...leftOut, ...plan.leftOut],
    notSent,
    ...(plan.budget === undefined ? {} : { budgetMs: plan.budget.ms, chosen: chosenParts(sent) }),
    ...(endedEarly === null ? {} : { endedEarly }),
  };
}

/** Most wanted first, as the plan prefers them; what only others depend on comes last. */
function chosenParts(sent: Plan['exchanges']): readonly ChosenPart[] {
  const parts = new Map<string, { exchanges: number; rank: number }>();
  for (const { reason, rank = 0 } of sent) {
    const part = parts.get(reason) ?? { exchanges: 0, rank };
    const first = reason === neededByAnother ? Number.POSITIVE_INFINITY : Math.min(part.rank, rank);
    parts.set(reason, { exchanges: part.exchanges + 1, rank: first });
  }
  return [...parts]
    .sort(([, a], [, b]) => a.rank - b.rank)
    .map(([reason, { exchanges }]) => ({ reason, exchanges }));
}

function replayPart(trial: Trial, values: DescribedValues | null): Pick<Evidence, 'replay'> {
  const sent = trial.kind === 'ran' ? trial.observe.replay : null;
  return sent === null || values === null ? {} : { replay: { ...sent, values: values.summary } };
}

/** Of the observe run: the explain run looks again only at what differed. */
function statePart(trial: Trial): Pick<Evidence, 'state'> {
  const stored = trial.kind === 'ran' ? trial.observe.state : null;
  if (stored === null) return {};
  const { unitsRead, rowsCompared } = stored.compared;
  const again = trial.kind === 'ran' ? (trial.explain?.state?.compared.unread ?? []) : [];
  const unread = [...new Set([...stored.compared.unread, ...again])];
  return { state: { units: unitsRead, rowsCompared, unread } };
}

function countsOf({ findings }: SettledTrial): Evidence['counts'] {
  const counts = { counted: 0, noise: 0, ignored: 0, flaky: 0 };
  for (const { disposition } of findings) counts[disposition.kind] += 1;
  return counts;
}

/** The rule of three: n trials without an event leave a rate of at most 3/n, with 95 % confidence. */
function boundOf({ clusters, exercise }: SettledTrial): number | null {
  if (clusters.length > 0 || exercise.exchanges === 0) return null;
  return Math.min(1, 3 / exercise.exchanges);
}
