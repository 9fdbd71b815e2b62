import { createHash } from 'node:crypto';
import type { Evidence, GatedService } from '../domain/evidence.ts';
import { isolationLevel } from '../domain/isolation.ts';
import type { EvidenceDraft } from './assemble-evidence.ts';
import { compareTexts, sum, textOf } from './in-order.ts';
import { mergeReplays } from './merge-replays.ts';
import { mergeStatuses } from './merge-statuses.ts';
import { mergeTelemetries } from './merge-telemetries.ts';
import { mergeUpstreams } from './merge-upstreams.ts';

type Draft = EvidenceDraft['draft'];

/** Of every measure that the policy has a minimum for, the worst; all else adds up or stands side by side. */
export function mergeMeasures(gated: readonly GatedService[], all: readonly Draft[]) {
  return {
    recording: mergeRecordings(gated),
    plan: mergePlans(gated),
    shadow: mergeShadows(gated, all),
    fidelity: mergeFidelity(gated),
    exercise: mergeExercise(gated),
    status: mergeStatuses(gated),
    bound: gated.some(({ bound }) => bound === null)
      ? null
      : Math.max(...gated.map(({ bound }) => bound ?? 1)),
    ...mergeReplays(gated),
    ...mergeStates(gated),
    // An excuse that one service needs is in use.
    unusedIgnores: (gated[0]?.unusedIgnores ?? []).filter((each) =>
      gated.every(({ unusedIgnores }) => unusedIgnores.includes(each)),
    ),
    confirmation: sameOrEach(gated.map(({ name, confirmation }) => [name, confirmation])),
  };
}

function mergeRecordings(gated: readonly GatedService[]): Evidence['recording'] {
  const digests = gated.map(({ name, recording }) => `${name} ${recording.digest}\n`).join('');
  const known = gated.map(({ recording }) => recording.completeness).filter((share) => share !== null);
  const damages = gated.flatMap(({ name, recording: { damage } }) =>
    damage === null ? [] : [`${name}: ${damage}`],
  );
  return {
    digest: `sha256:${createHash('sha256').update(digests).digest('hex')}`,
    exchanges: sum(gated.map(({ recording }) => recording.exchanges)),
    completeness: known.length === 0 ? null : Math.min(...known),
    damage: damages.length === 0 ? null : damages.join('; '),
  };
}

function mergePlans(gated: readonly GatedService[]): Evidence['plan'] {
  const byReason = Map.groupBy(
    gated.flatMap(({ plan }) => plan.leftOut),
    ({ reason }) => reason,
  );
  const leftOut = [...byReason].map(([reason, each]) => ({
    reason,
    exchanges: sum(each.map(({ exchanges }) => exchanges)),
  }));
  return {
    exchanges: sum(gated.map(({ plan }) => plan.exchanges)),
    routes: sum(gated.map(({ plan }) => plan.routes)),
    leftOut: leftOut.toSorted((a, b) => b.exchanges - a.exchanges || compareTexts(a.reason, b.reason)),
    notSent: sum(gated.map(({ plan }) => plan.notSent ?? 0)),
    ...mergeChoices(gated),
  };
}

/** Of services of which one was chosen from: its parts, those that were replayed whole as one more. */
function mergeChoices(gated: readonly GatedService[]): Partial<Evidence['plan']> {
  const budgets = gated.flatMap(({ plan }) => plan.budgetMs ?? []);
  if (budgets.length === 0) return {};
  const parts = gated.flatMap(({ plan }) => {
    if (plan.chosen !== undefined) return plan.chosen;
    return plan.exchanges === 0 ? [] : [{ reason: 'all of its service', exchanges: plan.exchanges }];
  });
  const chosen = [...Map.groupBy(parts, ({ reason }) => reason)].map(([reason, each]) => ({
    reason,
    exchanges: sum(each.map(({ exchanges }) => exchanges)),
  }));
  const early = gated.flatMap(({ name, plan: { endedEarly } }) =>
    endedEarly === undefined ? [] : [`${name}: ${endedEarly}`],
  );
  return {
    budgetMs: Math.max(...budgets),
    chosen: chosen.toSorted((a, b) => b.exchanges - a.exchanges || compareTexts(a.reason, b.reason)),
    ...(early.length === 0 ? {} : { endedEarly: early.join('; ') }),
  };
}

/** Levels from the weakest. */
const levels = isolationLevel.options;

/** Of a merge in which no service was gated. */
const nothingShutIn = {
  isolation: 'none',
  isolationDetail: { notReached: [], probed: [], open: [] },
  stepIsolation: null,
} as const;

function mergeShadows(gated: readonly GatedService[], all: readonly Draft[]): Evidence['shadow'] {
  const weakest = gated
    .map(({ shadow }) => shadow)
    .toSorted(
      (a, b) =>
        levels.indexOf(a.isolation) - levels.indexOf(b.isolation) ||
        compareTexts(textOf(a.isolationDetail), textOf(b.isolationDetail)),
    )[0];
  const instances = all.flatMap((each) => each.shadow.instances);
  const assumptions = gated.flatMap(({ name, shadow }) =>
    shadow.assumptions.map((each) => `${name}: ${each}`),
  );
  const upstream = mergeUpstreams(gated.flatMap(({ shadow }) => shadow.upstream ?? []));
  return {
    ...(weakest ?? nothingShutIn),
    ...(upstream === null ? {} : { upstream }),
    ...mergeTelemetries(all),
    instances: instances.toSorted((a, b) => compareTexts(textOf(a), textOf(b))),
    assumptions,
  };
}

function mergeFidelity(gated: readonly GatedService[]): Evidence['fidelity'] {
  return {
    share: Math.min(1, ...gated.map(({ fidelity }) => fidelity.share)),
    compared: sum(gated.map(({ fidelity }) => fidelity.compared)),
    examples: gated.flatMap(({ name, fidelity }) => fidelity.examples.map((each) => `${name}: ${each}`)),
  };
}

function mergeExercise(gated: readonly GatedService[]): Evidence['exercise'] {
  const parts = gated.map(({ exercise }) => exercise);
  const unseen = [...new Set(parts.flatMap((each) => each.unseen ?? []))].toSorted(compareTexts);
  const ai = parts.flatMap((each) => each.ai ?? []);
  return {
    known: parts.every(({ known }) => known),
    changedLines: sum(parts.map(({ changedLines }) => changedLines)),
    executedLines: sum(parts.map(({ executedLines }) => executedLines)),
    neverExecuted: parts.flatMap(({ neverExecuted }) => neverExecuted),
    ...(ai.length === 0
      ? {}
      : {
          ai: {
            changedLines: sum(ai.map(({ changedLines }) => changedLines)),
            executedLines: sum(ai.map(({ executedLines }) => executedLines)),
          },
        }),
    ...(unseen.length === 0 ? {} : { unseen }),
    exchanges: sum(parts.map(({ exchanges }) => exchanges)),
  };
}

/** Absent where no service had a state that could be read. */
function mergeStates(gated: readonly GatedService[]): Pick<Evidence, 'state'> {
  const reports = gated.flatMap(({ name, state }) => (state === undefined ? [] : [{ name, state }]));
  if (reports.length === 0) return {};
  return {
    state: {
      units: sum(reports.map(({ state }) => state.units)),
      rowsCompared: sum(reports.map(({ state }) => state.rowsCompared)),
      unread: reports.flatMap(({ name, state }) => state.unread.map((each) => `${name}: ${each}`)),
    },
  };
}

/** One text where all say the same, and each with its service where they do not. */
function sameOrEach(texts: readonly (readonly [string, string])[]): string {
  const [first] = texts;
  if (first === undefined) return 'not confirmed: nothing was replayed';
  if (texts.every(([, text]) => text === first[1])) return first[1];
  return texts.map(([name, text]) => `${name}: ${text}`).join('; ');
}
