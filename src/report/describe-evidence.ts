import type { Evidence } from '../domain/evidence.ts';
import { describeAllocation } from './describe-allocation.ts';
import { describeCost } from './describe-cost.ts';
import { describeExercise } from './describe-exercise.ts';
import { describeFlow } from './describe-flow.ts';
import { describeUnresolved } from './describe-followed.ts';
import { describeProvenance } from './describe-provenance.ts';
import { describeStatus } from './describe-status.ts';
import { describeTelemetry } from './describe-telemetry.ts';
import { describeTiming } from './describe-timing.ts';
import { counted, grouped, percent } from './number-text.ts';
import { join, joinFirst, type Phrase, prose, say } from './phrase.ts';
import { placeText } from './place-text.ts';

/** One line of what a verdict rests on. */
export type Fact = { readonly label: string; readonly text: Phrase };

/** What the replay did and how much its silence is worth, in the order in which a reader doubts it. */
export function describeEvidence(evidence: Evidence, mostListed = 5): readonly Fact[] {
  const facts: readonly Fact[] = [
    { label: 'Change', text: describeProvenance(evidence.provenance, mostListed) },
    { label: 'Services', text: services(evidence) },
    { label: 'Replayed', text: replayed(evidence, mostListed) },
    { label: 'Timing', text: describeTiming(evidence) },
    { label: 'Exercised', text: describeExercise(evidence, mostListed) },
    { label: 'Watched', text: describeStatus(evidence, mostListed) },
    { label: 'Bound', text: bound(evidence) },
    { label: 'Fidelity', text: fidelity(evidence) },
    { label: 'Values', text: describeUnresolved(evidence) },
    { label: 'State', text: state(evidence, mostListed) },
    { label: 'Flow', text: describeFlow(evidence, mostListed) },
    { label: 'Spans', text: describeTelemetry(evidence.shadow) },
    { label: 'Cost', text: describeCost(evidence.cost, mostListed) },
    { label: 'Allocation', text: describeAllocation(evidence.allocation, mostListed) },
    { label: 'Second run', text: secondRun(evidence) },
    { label: 'Noise', text: noise(evidence, mostListed) },
    { label: 'Flaky', text: flaky(evidence) },
    { label: 'Ignored', text: ignored(evidence, mostListed) },
    { label: 'Recording', text: recording(evidence) },
    { label: 'Shadow', text: shadow(evidence) },
    { label: 'Assumed', text: joinFirst(evidence.shadow.assumptions.map(clause), '; ', mostListed) },
  ];
  return facts.filter(({ text }) => text.length > 0);
}

/** A sentence as a part of a list that is set off by semicolons. */
function clause(sentence: string): Phrase {
  return prose(sentence.replace(/\.$/, ''));
}

function replayed({ plan, recording, clusters }: Evidence, most: number): Phrase {
  if (clusters.some(({ kind }) => kind === 'start-failed')) {
    return ['nothing, because the build of the change does not start'];
  }
  const whole = recording.exchanges > plan.exchanges ? ` of ${grouped(recording.exchanges)}` : '';
  const left = plan.leftOut.map(({ reason, exchanges }) => say`${[grouped(exchanges)]} (${prose(reason)})`);
  const leftOut = left.length === 0 ? [] : say`; left out: ${joinFirst(left, ', ', most)}`;
  const notSent = plan.notSent ? `; ${grouped(plan.notSent)} not sent before the deadline` : '';
  return [
    `${grouped(plan.exchanges)}${whole} exchanges on ${counted(plan.routes, 'route')}${notSent}`,
    ...chosenOf(plan, most),
    ...leftOut,
  ];
}

/** What was chosen under a budget, by its reason: `chosen for 90 s: 312 (its route reaches changed code), 88 (…)`. */
function chosenOf({ chosen, budgetMs, endedEarly }: Evidence['plan'], most: number): Phrase {
  if (chosen === undefined || budgetMs === undefined) return [];
  const parts = chosen.map(({ reason, exchanges }) => say`${[grouped(exchanges)]} (${prose(reason)})`);
  const early = endedEarly === undefined ? [] : say`; ended early: ${prose(endedEarly)}`;
  return say`; chosen for ${[seconds(budgetMs)]}: ${joinFirst(parts, ', ', most)}${early}`;
}

function seconds(ms: number): string {
  return `${grouped(ms / 1000)}\u00a0s`;
}

function bound({ bound: share, exercise }: Evidence): Phrase {
  if (share === null) return [];
  const atMost = `${Math.ceil(share * 1000) / 10} %`;
  return [
    `no counted difference in ${counted(exercise.exchanges, 'exchange')} that reached the change: at most ${atMost} of such requests differ (95 % confidence)`,
  ];
}

/** What was gated, each with what a reader would doubt of it, and what was left out, with the reason. */
function services({ services: all = [] }: Evidence): Phrase {
  const each = all.map((service) =>
    service.kind === 'left-out'
      ? say`${service.name} left out: ${prose(service.reason)}`
      : say`${service.name}: ${[counted(service.plan.exchanges, 'exchange')]}, as production in ${[percent(service.fidelity.share)]}`,
  );
  return join(each, '; ');
}

function fidelity({ services: all, fidelity: measured }: Evidence): Phrase {
  const text = fidelityText(measured);
  // Every service is held to the minimum by itself, so the worst stands here.
  return all === undefined ? text : say`${['at the worst of the services, ']}${text}`;
}

function fidelityText({ share, compared, examples }: Evidence['fidelity']): Phrase {
  if (compared === 0) return ['not known, because no recorded response could be compared'];
  const answered = `the baseline answers as production did in ${percent(share)} of ${counted(compared, 'exchange')}`;
  const [example] = examples;
  return example === undefined ? [answered] : say`${[answered]}; not in: ${example}`;
}

/** What the instances stored; nothing is said of services that keep their state to themselves. */
function state({ state: report }: Evidence, most: number): Phrase {
  if (report === undefined || (report.rowsCompared === 0 && report.unread.length === 0)) return [];
  const { units, rowsCompared, unread } = report;
  const rows = `${grouped(rowsCompared)} stored ${rowsCompared === 1 ? 'row or file' : 'rows and files'}`;
  const places = units === 1 ? 'one table or folder' : `${grouped(units)} tables and folders`;
  const compared = `${rows} in ${places} compared at the end of the run`;
  const missing = joinFirst(unread.map(clause), '; ', most);
  return unread.length === 0 ? [compared] : say`${[compared]}; not compared: ${missing}`;
}

/** Where nothing differed there is nothing to confirm, and the second run is one more that says so. */
function secondRun({ confirmation, clusters, counts }: Evidence): Phrase {
  const isQuiet = clusters.length === 0 && counts.flaky === 0 && confirmation.startsWith('confirmed');
  return isQuiet ? ['from fresh state: no counted difference either'] : prose(confirmation);
}

/** By place, most frequent first: a reader knows at a glance whether such a place may vary. */
function noise({ noise: reports, counts, shadow: { instances } }: Evidence, most: number): Phrase {
  if (counts.noise === 0) return [];
  const places = new Map<string, number>();
  for (const { pattern, findings } of reports)
    if (findings > 0) places.set(pattern, (places.get(pattern) ?? 0) + findings);
  const named = [...places]
    .sort(([, a], [, b]) => b - a)
    .map(([pattern, number]) => say`${placeText(pattern)} (${[grouped(number)]})`);
  const isMeasured = instances.some(({ role }) => role === 'secondary');
  const why = isMeasured ? 'that baseline and secondary show too' : 'of values that look generated';
  const excused = `${counted(counts.noise, 'difference')} ${why}`;
  return named.length === 0 ? [excused] : say`${[excused]}: ${joinFirst(named, ', ', most)}`;
}

function flaky({ counts, flaky: clusters }: Evidence): Phrase {
  if (counts.flaky === 0) return [];
  return [
    `${counted(counts.flaky, 'finding')} in ${counted(clusters.length, 'group')} did not come back in a second run`,
  ];
}

function ignored({ counts, unusedIgnores }: Evidence, most: number): Phrase {
  const parts: Phrase[] = [];
  if (counts.ignored > 0) parts.push([`${counted(counts.ignored, 'finding')} excused by written rules`]);
  if (unusedIgnores.length > 0) {
    parts.push(say`excuses that nothing needed: ${joinFirst(unusedIgnores.map(prose), ', ', most)}`);
  }
  return join(parts, '; ');
}

function recording({ recording: { completeness, damage } }: Evidence): Phrase {
  const missed =
    completeness === null || completeness === 1
      ? []
      : [[`${percent(completeness)} of the requests that the recorder saw are whole in it`]];
  const cut = damage === null ? [] : [say`damaged: ${prose(damage)}`];
  return join([...missed, ...cut], '; ');
}

function shadow({ shadow: { isolation, instances } }: Evidence): Phrase {
  if (instances.every(({ source }) => source.startsWith('url:')) && instances.length > 0) {
    return ['none: the services ran already'];
  }
  const ready = instances.map(
    ({ role, startMs, agent }) =>
      `${grouped(startMs)}\u00a0ms (${role}${agent === 'absent' ? ', without agent' : ''})`,
  );
  return ready.length === 0 ? say`${isolation}` : say`${isolation}; ready in ${[ready.join(', ')]}`;
}
