/** How much the replay saw of the change as it ran: not what was found there, and no verdict. */
import type { EvidenceStatus, ProbeReport } from '../domain/evidence-status.ts';
import type { Trial } from '../runs/observe-and-explain.ts';
import type { SettledTrial } from '../trial/settled-trial.ts';
import { reportProbes } from './report-probes.ts';

type RanTrial = Extract<Trial, { kind: 'ran' }>;

/** Used when all runs are over and settled. What is limited says each thing that limits it. */
export function judgeSight(trial: Trial, settled: SettledTrial): EvidenceStatus {
  if (trial.kind !== 'ran')
    return { kind: 'inconclusive', reasons: ['the build of the change does not start'], probes: null };
  const probes = reportProbes(trial);
  const blind = whyBlind(trial, settled);
  if (blind !== null) return { kind: 'inconclusive', reasons: [blind], probes };
  const { changedLines, executedLines } = settled.exercise;
  if (changedLines > 0 && executedLines === 0)
    return {
      kind: 'not-executed',
      reasons: [`none of ${counted(changedLines, 'changed line')} ran`],
      probes,
    };
  const limits = limitsOf({ trial, settled, probes });
  if (limits.length > 0) return { kind: 'limited', reasons: limits, probes };
  return { kind: 'sufficient', reasons: [whatWasSeen(settled, probes)], probes };
}

/** Why nothing at all can be said of what ran; null where something can. */
function whyBlind({ observe }: RanTrial, { exercise }: SettledTrial): string | null {
  if (observe.answers.size === 0) return 'nothing was replayed';
  if (exercise.known || exercise.executedLines > 0) return null;
  if (observe.snapshots.candidate?.agent !== 'connected') return 'no agent saw the change run';
  const { unseen = [] } = exercise;
  if (unseen.length === 0) return 'which lines changed is not known';
  return `no agent saw code run from ${counted(unseen.length, 'changed file')}`;
}

type Seen = {
  readonly trial: RanTrial;
  readonly settled: SettledTrial;
  readonly probes: ProbeReport | null;
};

function limitsOf(seen: Seen): readonly string[] {
  return [...limitsOfReach(seen), ...limitsOfProbes(seen), ...limitsOfRecords(seen)];
}

/** What of the change, or of the replay, did not take place. */
function limitsOfReach({ trial: { observe, explain, confirmation }, settled }: Seen): readonly string[] {
  const { changedLines, executedLines, unseen = [] } = settled.exercise;
  const ended = observe.candidateEnd ?? explain?.candidateEnd ?? null;
  return [
    ...(executedLines < changedLines
      ? [`${changedLines - executedLines} of ${counted(changedLines, 'changed line')} never ran`]
      : []),
    ...(unseen.length > 0 ? [`no agent saw code run from ${counted(unseen.length, 'changed file')}`] : []),
    ...(ended === null ? [] : ['the candidate ended before the replay did']),
    ...(observe.notSent > 0 ? [`${counted(observe.notSent, 'exchange')} not sent before the deadline`] : []),
    ...(explain === null ? [confirmation] : []),
  ];
}

/** Where the run with probes looked, and what it saw there was not all, or was not used. */
function limitsOfProbes({ trial: { suspects }, settled, probes }: Seen): readonly string[] {
  const { clusters, perturbed } = settled;
  const unexplained = clusters.filter(({ firstDivergence }) => firstDivergence?.kind === 'unexplained');
  const { armed = 0, unbound = 0, disarmed = 0 } = probes ?? {};
  const ofProbes = (number: number, what: string) =>
    number === 0 ? [] : [`${number} of ${counted(armed, 'probe')} ${what}`];
  return [
    ...ofProbes(unbound, 'could not be set'),
    // Without suspects nothing more was to be captured than what ordinary exchanges are granted.
    ...(suspects.length === 0 ? [] : ofProbes(disarmed, 'saw only the first of many passes')),
    ...(perturbed ? ['the probes changed some answers, whose traces are not used'] : []),
    ...(unexplained.length === 0
      ? []
      : [`where the builds part is not known for ${counted(unexplained.length, 'group')} of differences`]),
  ];
}

/** What of it did not arrive. */
function limitsOfRecords({ trial: { observe, explain } }: Seen): readonly string[] {
  const snapshots = [observe, explain].flatMap((run) => Object.values(run?.snapshots ?? {}));
  const dropped = snapshots.reduce((sum, snapshot) => sum + snapshot.dropped, 0);
  const roles = new Set(snapshots.filter(({ agent }) => agent === 'absent').map(({ role }) => role));
  const isDegraded = snapshots.some(({ degraded = [] }) => degraded.length > 0);
  return [
    ...(roles.size === 0 ? [] : [`no agent was in ${[...roles].join(' and ')}`]),
    ...(dropped === 0 ? [] : [`${counted(dropped, 'record')} of the agents were lost`]),
    ...(isDegraded ? ['the agents could not see everything, or not alone'] : []),
  ];
}

function whatWasSeen({ exercise: { changedLines } }: SettledTrial, probes: ProbeReport | null): string {
  if (changedLines === 0) return 'the change has no line that can be executed';
  const lines = changedLines === 1 ? 'the changed line ran' : `all ${changedLines} changed lines ran`;
  if (probes === null || probes.armed === 0) return lines;
  // One that slid is still in its scope, and sees what the statement left behind.
  const later = probes.slid === 0 ? '' : `, ${probes.slid} of them a line later than meant`;
  return `${lines}; ${counted(probes.armed, 'probe')} looked on${later}`;
}

function counted(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
