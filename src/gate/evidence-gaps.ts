import type { Evidence, GatedService } from '../domain/evidence.ts';
import { type IsolationLevel, reaches } from '../domain/isolation.ts';
import type { Policy } from '../domain/policy.ts';
import type { Reason } from '../domain/verdict.ts';

/**
 * What keeps the evidence from carrying a verdict: the silence of a replay that did not take place, was cut short,
 * does not resemble production or never reached the change, proves nothing.
 */
export function evidenceGaps(evidence: Evidence, policy: Policy): readonly Reason[] {
  const gated = evidence.services?.filter((service) => service.kind === 'gated');
  if (gated === undefined) return gapsOf(evidence, policy);
  return gated.flatMap((service) =>
    gapsOf(evidenceOf(service, evidence), policy).map((gap) => ({
      ...gap,
      text: `${service.name}: ${gap.text}`,
    })),
  );
}

/** The part of one service: a minimum that it does not meet is not made up for by another. */
function evidenceOf(service: GatedService, evidence: Evidence): Evidence {
  const { kind: _, name, ...measures } = service;
  const clusters = evidence.clusters.filter((cluster) => cluster.service === name);
  return { ...evidence, ...measures, clusters };
}

function gapsOf(evidence: Evidence, policy: Policy): readonly Reason[] {
  if (evidence.plan.exchanges === 0) return [nothingReplayed(evidence)];
  return [
    isolationTooLow(evidence, policy.minimumIsolation),
    replayIncomplete(evidence),
    stateUnread(evidence),
    upstreamMatchTooLow(evidence, policy.minimumUpstreamMatch),
    fidelityTooLow(evidence, policy.minimumFidelity),
    completenessTooLow(evidence, policy.minimumCompleteness),
    exerciseTooLow(evidence, policy.minimumExercised),
  ].filter((gap) => gap !== null);
}

function nothingReplayed({ recording, plan }: Evidence): Reason {
  if (recording.damage !== null && recording.exchanges === 0) {
    return {
      code: 'recording-damaged',
      text: `Nothing was replayed, because nothing of the recording can be read: ${recording.damage}.`,
      remedy: 'Record again with `shadowgate record`, or restore the file from where it was made.',
    };
  }
  const leftOut = plan.leftOut.map(({ reason, exchanges }) => `${exchanges} × ${reason}`).join(', ');
  return {
    code: 'nothing-replayed',
    text: `Nothing was replayed: the recording has ${counted(recording.exchanges, 'exchange')}${leftOut === '' ? '' : `, left out were ${leftOut}`}.`,
    remedy: 'Record traffic that the service can answer in the shadow, with `shadowgate record`.',
  };
}

function replayIncomplete({ plan }: Evidence): Reason | null {
  const notSent = plan.notSent ?? 0;
  if (notSent === 0) return null;
  return {
    code: 'replay-incomplete',
    text: `The replay was cut off: ${notSent} of ${counted(plan.exchanges, 'exchange')} were not sent before the deadline.`,
    remedy: 'Raise `replay.run-timeout` or `replay.concurrency`, or replay a smaller recording.',
  };
}

/** What is stored may part where no answer does, so that state which was not compared leaves the change unjudged. */
function stateUnread({ state }: Evidence): Reason | null {
  const [first, ...more] = state?.unread ?? [];
  if (first === undefined) return null;
  const others = more.length === 0 ? '' : ` (and ${counted(more.length, 'other part')})`;
  return {
    code: 'state-unread',
    text: `What the two builds stored could not be compared whole: ${first}${others}.`,
    remedy:
      'Remove what keeps it from being read, or replay less, so that fewer rows differ; then gate again.',
  };
}

/** Who compares services that already run has chosen their surroundings; only a policy that asks for more speaks of them. */
function isolationTooLow({ shadow }: Evidence, minimum: IsolationLevel): Reason | null {
  const { isolation, isolationDetail } = shadow;
  const ranAlready = isolation === 'none' && minimum === 'scrubbed-environment';
  if (ranAlready || reaches(isolation, minimum)) return null;
  const why = isolationDetail.notReached.map(({ level, why }) => ` ${level}: ${why}.`).join('');
  return {
    code: 'isolation-too-low',
    text: `The instances were shut in at level ${isolation}; at least ${minimum} is needed.${why}`,
    remedy:
      'Run the gate where that level can be reached (docs/security-limits.md), or lower `policy.minimum-isolation`.',
  };
}

function fidelityTooLow({ fidelity }: Evidence, minimum: number): Reason | null {
  if (minimum === 0 || (fidelity.compared > 0 && fidelity.share >= minimum)) return null;
  const text =
    fidelity.compared === 0
      ? 'Whether the baseline answers as production did is not known: no recorded response could be compared.'
      : `The baseline answers as production did in ${percent(fidelity.share)} of ${counted(fidelity.compared, 'exchange')}; at least ${percent(minimum)} are needed.`;
  return {
    code: 'fidelity-too-low',
    text,
    remedy:
      'Look under Fidelity what differs, and give the service what it had in production: its data (`service.data-seed`, `service.env`), credentials in place of redacted secrets (`replay.credentials`), the services that it calls.',
  };
}

/** What a service does with a made-up failure is not what it does in production, on either side. */
function upstreamMatchTooLow({ shadow: { upstream } }: Evidence, minimum: number): Reason | null {
  if (upstream === undefined || upstream.share === null || upstream.share >= minimum) return null;
  const hosts = upstream.hosts.slice(0, 5).join(', ');
  const needed = `at least ${percent(minimum)} are needed`;
  const text =
    upstream.recorded === 0
      ? `The service calls other services (${hosts}), and nothing of what they answer is recorded: none of its ${counted(upstream.calls, 'call')} was answered.`
      : `The recording answers ${percent(upstream.share)} of the ${counted(upstream.calls, 'outbound call')} that the baseline makes; ${needed}. Not answered: ${hosts}.`;
  return {
    code: 'upstream-match-too-low',
    text,
    remedy:
      'Record what the service calls (`shadowgate record --outbound-port PORT`), or write the answers by hand in a file that `service.upstream.stand-ins` names.',
  };
}

function completenessTooLow({ recording }: Evidence, minimum: number): Reason | null {
  if (recording.completeness === null || recording.completeness >= minimum) return null;
  return {
    code: 'completeness-too-low',
    text: `Only ${percent(recording.completeness)} of the requests that the recorder saw are whole in the recording; at least ${percent(minimum)} are needed.`,
    remedy: 'Record again with a larger body limit and with the disk keeping up.',
  };
}

/** A counted difference shows by itself that the replay reached the change, whatever the lines say. */
function exerciseTooLow({ exercise, clusters, plan }: Evidence, minimum: number): Reason | null {
  if (!exercise.known) return minimum > 0 ? exerciseUnknown(minimum) : null;
  if (exercise.changedLines === 0) return null;
  if (exercise.executedLines === 0 && clusters.length === 0) {
    return {
      code: 'nothing-exercised',
      text: `No replayed exchange executed any of the ${counted(exercise.changedLines, 'changed line')}.`,
      remedy: `Record requests that use what was changed${orReplayMore(plan)}; the report names the lines.`,
    };
  }
  if (exercise.executedLines / exercise.changedLines >= minimum) return null;
  return {
    code: 'exercise-too-low',
    text: `The replay executed ${exercise.executedLines} of ${counted(exercise.changedLines, 'changed line')}; at least ${percent(minimum)} are needed.`,
    remedy: `Record requests that use the rest of what was changed${orReplayMore(plan)}; the report names the lines.`,
  };
}

/** Where a part of the recording was chosen, the rest of it may do. */
function orReplayMore({ budgetMs }: Evidence['plan']): string {
  return budgetMs === undefined
    ? ''
    : ', or raise `replay.budget`, under which a part of the recording was chosen';
}

function exerciseUnknown(minimum: number): Reason {
  return {
    code: 'exercise-too-low',
    text: `Which changed lines the replay executed is not known; at least ${percent(minimum)} are needed.`,
    remedy:
      'Let Shadowgate start the service itself, so that its agent is loaded, or set `policy.minimum-exercised: 0`.',
  };
}

/** Rounded down, so that a share below a limit never reads as the limit. */
function percent(share: number): string {
  return `${Math.floor(share * 1000 + 1e-9) / 10} %`;
}

function counted(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
