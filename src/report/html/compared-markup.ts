import type { Evidence } from '../../domain/evidence.ts';
import type { CommitProvenance } from '../../domain/provenance.ts';
import { counted, grouped, percent, shortSha } from '../number-text.ts';
import { html, type Markup, nothing } from './markup.ts';
import { codeMarkup, proseMarkup } from './phrase-markup.ts';
import { foldMarkup, restMarkup, tableMarkup } from './table-markup.ts';

/** What was held against what: commits and who made them, the recording, what was replayed of it and what was left out. */
export function comparedMarkup(evidence: Evidence): Markup {
  const { base, head, startedAt, completedAt } = evidence;
  return html`<section id="compared"><h2>What was compared</h2>
<dl class="rows">
<dt>Baseline</dt><dd>${base === null ? html`a build that is no commit` : codeMarkup(base)}</dd>
<dt>Candidate</dt><dd>${head === null ? html`a build that is no commit` : codeMarkup(head)}</dd>
${recordingRows(evidence)}<dt>When</dt><dd>${timeMarkup(startedAt)} to ${timeMarkup(completedAt)}</dd>
</dl>
${commitsMarkup(evidence)}${leftOutMarkup(evidence)}${chosenMarkup(evidence)}${pathsMarkup(evidence)}${servicesMarkup(evidence)}</section>
`;
}

function timeMarkup(at: string): Markup {
  return html`<time datetime="${at}">${at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>`;
}

function recordingRows({ recording, plan }: Evidence): Markup {
  const { digest, exchanges, completeness, damage } = recording;
  const whole = completeness === null ? '' : `, ${percent(completeness)} of the requests whole in it`;
  const damaged = damage === null ? nothing : html`; cut off: ${proseMarkup(damage)}`;
  const budget = plan.budgetMs === undefined ? '' : `, chosen for ${grouped(plan.budgetMs / 1000)} s a run`;
  return html`<dt>Recording</dt><dd>${counted(exchanges, 'exchange')}${whole}${damaged}<br>${codeMarkup(digest)}</dd>
<dt>Replayed</dt><dd>${counted(plan.exchanges, 'exchange')} on ${counted(plan.routes, 'route')}${budget}</dd>
`;
}

const assisted: Readonly<Record<CommitProvenance['verdict'], string>> = {
  ai: 'AI-assisted',
  mixed: 'AI-assisted in part',
  bot: 'a bot',
  unknown: 'no sign',
};

function commitsMarkup({ provenance }: Evidence): Markup {
  return tableMarkup({
    caption: 'Commits of the change, and what says who made them',
    head: ['commit', 'made by', 'because'],
    rows: (provenance?.commits ?? []).map(({ sha, verdict, tool, reason, signals }) => [
      codeMarkup(shortSha(sha)),
      html`${assisted[verdict]}${tool === undefined ? nothing : html`, ${codeMarkup(tool, 60)}`}`,
      html`${proseMarkup(reason)}${signals.slice(0, 3).map(({ excerpt }) => html`<br>${codeMarkup(excerpt)}`)}`,
    ]),
  });
}

function leftOutMarkup({ plan }: Evidence): Markup {
  return tableMarkup({
    caption: 'Left out of the replay',
    head: ['why', 'exchanges'],
    rows: plan.leftOut.map(({ reason, exchanges }) => [proseMarkup(reason), html`${grouped(exchanges)}`]),
  });
}

function chosenMarkup({ plan }: Evidence): Markup {
  return tableMarkup({
    caption: 'Chosen, and why',
    head: ['why', 'exchanges'],
    rows: (plan.chosen ?? []).map(({ reason, exchanges }) => [
      proseMarkup(reason),
      html`${grouped(exchanges)}`,
    ]),
  });
}

function pathsMarkup({ changedPaths }: Evidence): Markup {
  const most = 300;
  const items = changedPaths.slice(0, most).map((path) => html`<li>${codeMarkup(path, 400)}</li>`);
  return foldMarkup(
    counted(changedPaths.length, 'changed file'),
    items.length === 0 ? nothing : html`<ul>${items}</ul>${restMarkup(changedPaths.length - most)}`,
  );
}

/** Every service by itself, since no minimum is met by the average of several. */
function servicesMarkup({ services = [] }: Evidence): Markup {
  return tableMarkup({
    caption: 'Services',
    head: ['service', 'replayed', 'fidelity', 'changed lines executed'],
    rows: services.map((service) => {
      if (service.kind === 'left-out')
        return [codeMarkup(service.name), html`left out: ${proseMarkup(service.reason)}`, html`–`, html`–`];
      const { name, plan, fidelity, exercise } = service;
      return [
        codeMarkup(name),
        html`${counted(plan.exchanges, 'exchange')}`,
        html`${percent(fidelity.share)} of ${grouped(fidelity.compared)}`,
        exercise.known
          ? html`${grouped(exercise.executedLines)} of ${grouped(exercise.changedLines)}`
          : html`not known`,
      ];
    }),
  });
}
