import type { AllocationReport, AllocationRow } from '../domain/allocation.ts';
import { counted } from './number-text.ts';
import { join, joinFirst, type Phrase, prose, say } from './phrase.ts';

/** What single requests allocate, hold up and leave open: what became more or less by name, else one line for all routes. */
export function describeAllocation(reports: readonly AllocationReport[] | undefined, most: number): Phrase {
  const several = (reports ?? []).length > 1;
  return join(
    (reports ?? []).map((report) => {
      const text = reportText(report, most);
      return several && report.service !== undefined ? say`${report.service}: ${text}` : text;
    }),
    '; ',
  );
}

type MeasuredReport = Extract<AllocationReport, { kind: 'measured' }>;

function reportText(report: AllocationReport, most: number): Phrase {
  if (report.kind === 'not-measured') return say`not measured: ${prose(report.reason)}`;
  const { rows, routes, exchanges, seconds, tooFew } = report;
  const changed = rows.filter(
    ({ verdict, measured }) => verdict !== 'same' && measured.kind !== 'all-functions',
  );
  const few = tooFew > 0 ? [`; too few requests of ${counted(tooFew, 'route')} to tell`] : [];
  const measured = `${counted(routes, 'route')}, ${counted(exchanges, 'request')} one by one in ${seconds} s`;
  const told = [`${measured}: `, ...profileText(report, changed.length === 0), ...few];
  return changed.length === 0
    ? told
    : say`${joinFirst(changed.map(rowText), ', ', Math.max(3, most))}; of ${told}`;
}

/** Whether functions were looked at, and why not. */
function profileText(report: MeasuredReport, isNothingFound: boolean): Phrase {
  const { profile, screen } = report;
  switch (profile.kind) {
    case 'not-needed':
      return [`no route allocates ${boundText(screen)} more, so no function was profiled`];
    case 'measured':
      return [
        `functions of ${counted(profile.routes.length, 'route')} profiled in ${profile.seconds} s`,
        ...(isNothingFound ? [`, nothing above ${boundText(report)}`] : []),
      ];
    case 'not-measured':
      return say`some may allocate more, but no function was profiled: ${prose(profile.reason)}`;
    default:
      return profile satisfies never;
  }
}

function boundText({ percent, bytes }: Pick<MeasuredReport, 'percent' | 'bytes'>): string {
  return `${percent} % and ${bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${bytes} bytes`}`;
}

function rowText(row: AllocationRow): Phrase {
  const verdict = row.verdict === 'could-not-tell' ? 'could not be told' : row.verdict;
  return say`${[verdict]} on ${row.route}: ${measuredPhrase(row)} (${prose(row.reason)})`;
}

/** What a row is of. Names and paths are those of the service. */
export function measuredPhrase({ measured }: AllocationRow): Phrase {
  switch (measured.kind) {
    case 'function': {
      const scope = measured.isChanged === null ? '' : measured.isChanged ? ', changed' : ', not changed';
      const place = `${measured.file}:${measured.line}`;
      if (measured.function === '') return say`functions without a name, ${place}${[scope]}`;
      return say`${measured.function}, ${place}${[scope]}`;
    }
    case 'all-functions':
      return ['all functions'];
    case 'handles':
      return say`${measured.sort} left open`;
    case 'event-loop':
      return ['event loop held up'];
    default:
      return measured satisfies never;
  }
}

/** One side of a row, with its unit. */
export function amountOf({ measured }: AllocationRow, amount: number | null): string {
  if (amount === null) return '';
  if (measured.kind === 'handles') return String(Number(amount.toFixed(2)));
  if (measured.kind === 'event-loop') return `${Number(amount.toPrecision(3))} ms`;
  return amount >= 1e6 ? `${Number((amount / 1e6).toPrecision(3))} MB` : `${Math.round(amount / 1e3)} kB`;
}
