import type { Cluster } from '../src/domain/cluster.ts';
import type { Evidence } from '../src/domain/evidence.ts';
import { describeNearest } from '../src/report/describe-exercise.ts';
import { phraseText } from '../src/report/phrase-text.ts';
import { renderMarkdown } from '../src/report/render-markdown.ts';
import { statusOf } from '../src/report/status-text.ts';
import type { ChosenMode } from './choose-mode.ts';
import type { Annotation } from './runner-output.ts';
import type { Outcome, Session, Subject } from './session.ts';

/** Characters; GitHub refuses longer comments. */
const commentLimit = 65_536;
/** Characters; at four bytes each still below the 1 MiB above which a summary is dropped whole. */
const summaryLimit = 250_000;
/** GitHub shows ten warnings of a step, and ten notices. */
const annotationLimit = 10;

/**
 * The end of a run. The status comes last: when anything before it fails, the gate must not stand open. Mode `replay`
 * tells only the runner.
 */
export async function publish(
  session: Session,
  {
    subject,
    mode,
    outcome,
  }: { readonly subject: Subject; readonly mode: ChosenMode; readonly outcome: Outcome },
): Promise<void> {
  const { output, github, runner } = session;
  if (outcome.kind === 'waiting') {
    output.log(outcome.why);
    output.setOutput('verdict', 'inconclusive');
    return;
  }
  await tellRunner(session, outcome);
  if (mode === 'replay') return;
  const { number } = subject.pullRequest ?? {};
  if (number !== undefined) {
    const comment = await github.upsertComment(number, renderMarkdown({ ...outcome, limit: commentLimit }));
    output.log(`comment ${comment.kind}: ${comment.url}`);
  }
  const { note } = await github.postStatus({
    sha: outcome.sha,
    ...statusOf(outcome.verdict),
    ...(runner.runUrl ? { targetUrl: runner.runUrl } : {}),
    ...(number === undefined ? {} : { pullRequestNumber: number }),
  });
  if (note) output.warn(note);
}

type Judged = Extract<Outcome, { kind: 'judged' }>;

async function tellRunner({ output }: Session, outcome: Judged): Promise<void> {
  const { verdict, evidence } = outcome;
  output.setOutput('verdict', verdict.kind);
  output.setOutput('findings', String(evidence.counts.counted));
  output.setOutput('evidence', outcome.evidenceFolder ?? '');
  output.log(`verdict: ${verdict.kind}`);
  for (const { text, remedy } of verdict.reasons) output.log(`  ${text}${remedy ? ` → ${remedy}` : ''}`);
  for (const warning of outcome.warnings) output.warn(warning);
  await output.writeSummary(renderMarkdown({ ...outcome, limit: summaryLimit }));
  const annotations = [...annotationsOf(evidence.clusters), ...unexecutedLines(evidence)];
  for (const annotation of annotations) output.annotate(annotation);
}

/** One for each line at which the programs part, worst first; clusters come in that order. */
export function annotationsOf(clusters: readonly Cluster[]): readonly Annotation[] {
  const annotations = new Map<string, Annotation>();
  for (const { firstDivergence: first, route, kind, exchanges } of clusters) {
    if (!first?.candidateLine) continue;
    const annotation = {
      title: 'Behaves differently',
      text: `From here on the state differs from before the change: ${kind} on ${route}, seen in ${exchanges} exchange(s).`,
      file: first.file,
      line: first.candidateLine,
    };
    const place = `${annotation.file}:${annotation.line}`;
    if (!annotations.has(place)) annotations.set(place, annotation);
  }
  return [...annotations.values()].slice(0, annotationLimit);
}

/** One for each branch of the change that no replayed request ran, the longest first; lines that are gone have no place in the file view. */
export function unexecutedLines({ exercise }: Pick<Evidence, 'exercise'>): readonly Annotation[] {
  if (!exercise.known) return [];
  const branches = exercise.neverExecuted.flatMap(({ file, removed, nearest = [] }) =>
    removed ? [] : nearest.map((one) => ({ file, one })),
  );
  const longest = branches.toSorted((a, b) => b.one.lines.length - a.one.lines.length);
  return longest.slice(0, annotationLimit).map(({ file, one }) => {
    const [line = 1, last = line] = [one.lines[0], one.lines.at(-1)];
    const count =
      one.lines.length === 1 ? 'This changed line was' : `${one.lines.length} changed lines here were`;
    const text = `${count} never executed by the replay: ${phraseText(describeNearest(one))}.`;
    return {
      title: 'Never executed',
      text,
      file,
      line,
      ...(last > line ? { endLine: last } : {}),
      level: 'notice',
    };
  });
}
