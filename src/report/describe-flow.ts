import type { Evidence } from '../domain/evidence.ts';
import { counted, grouped } from './number-text.ts';
import { join, joinFirst, type Phrase, say } from './phrase.ts';

/** What was seen of queries, files and programs, and what differs there without being a finding; nothing where none were seen. */
export function describeFlow({ flow = [] }: Evidence, most: number): Phrase {
  return join(
    flow.map((report) => flowOf(report, most)),
    '; ',
  );
}

type Report = NonNullable<Evidence['flow']>[number];

function flowOf(report: Report, most: number): Phrase {
  const { queries, files, processes } = report.events;
  const parts = [
    [queries, queries === 1 ? 'query' : 'queries'],
    [files, files === 1 ? 'change to a file' : 'changes to files'],
    [processes, processes === 1 ? 'child process' : 'child processes'],
  ] as const;
  const seen = parts.flatMap(([count, what]) => (count === 0 ? [] : `${grouped(count)} ${what}`)).join(', ');
  const service = report.service === undefined ? [] : say`${report.service}: `;
  const unsettled =
    report.unsettled === 0
      ? []
      : [`; not compared in ${counted(report.unsettled, 'exchange')}, which shared a connection with others`];
  return [
    ...service,
    `${seen === '' ? 'nothing' : seen} by the baseline, compared in ${counted(report.exchanges, 'exchange')}`,
    ...unsettled,
    ...named('only the candidate asks for', report.newTargets, most),
    ...named('no longer asked for', report.goneTargets, most),
    ...others(report.notCounted, most),
  ];
}

function named(what: string, targets: readonly string[], most: number): Phrase {
  if (targets.length === 0) return [];
  const each = targets.map((target) => say`${target}`);
  return say`${[`; ${what}: `]}${joinFirst(each, ', ', most)}`;
}

/** Once more or less, or in other words: shown, and not counted. */
function others(all: Report['notCounted'], most: number): Phrase {
  if (all.length === 0) return [];
  const each = all.map(
    ({ shape, times, exchanges }) =>
      say`${shape} ${[`${times.baseline} → ${times.candidate} times in ${counted(exchanges, 'exchange')}`]}`,
  );
  return say`; not counted: ${joinFirst(each, ', ', most)}`;
}
