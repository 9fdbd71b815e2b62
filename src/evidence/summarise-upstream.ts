import type { OutboundCall, UpstreamReport } from '../domain/upstream.ts';

/** So many sorts of calls that got no answer are named. */
const mostNamed = 20;

export type UpstreamFacts = {
  readonly answers: number;
  /** Of the baseline, in the observe run. */
  readonly calls: readonly OutboundCall[];
  /** Takes secrets out of what is shown. */
  readonly redact: (text: string) => string;
};

/** How well the recording answers what the baseline calls. Of a change the candidate's own new calls say nothing here. */
export function summariseUpstream({ answers, calls, redact }: UpstreamFacts): UpstreamReport {
  const missed = calls.filter(({ answer }) => answer.kind === 'missed');
  const matched = calls.length - missed.length;
  const bySort = Map.groupBy(missed, ({ method, url }) => `${method} ${url.replace(/[?#].*$/, '')}`);
  const misses = [...bySort].map(([call, same]) => {
    const answer = same[0]?.answer;
    const closest = answer?.kind === 'missed' ? answer.closest : null;
    return {
      call: redact(call.slice(0, 400)),
      calls: same.length,
      closest: closest === null ? null : redact(closest.slice(0, 400)),
      differs: answer?.kind === 'missed' ? answer.differs.slice(0, 10) : [],
    };
  });
  return {
    recorded: answers,
    calls: calls.length,
    matched,
    share: calls.length === 0 ? null : matched / calls.length,
    hosts: [...new Set(missed.map(({ url }) => hostOf(url)))].toSorted().slice(0, mostNamed),
    misses: misses.toSorted((one, other) => other.calls - one.calls).slice(0, mostNamed),
    untied: calls.filter(({ exchangeId }) => exchangeId === '').length,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'unknown';
}
