import type { FirstDivergence } from '../domain/evidence-trace.ts';
import { join, joinFirst, type Phrase, say, valueOrNothing } from './phrase.ts';

/** Where two programs part, in pieces that are read one after the other. */
export type Cause = {
  /** `src/price.js:15 (was :9)` */
  readonly location: Phrase;
  /** `discount: 16 → 15` */
  readonly state: Phrase;
  /** `Math.round(subtotal * rate) → Math.floor(subtotal * rate)`; empty when nothing is known of it. */
  readonly statements: Phrase;
  /** `subtotal=155, rate=0.1 equal on both sides`: what was equal pins the cause to this statement. */
  readonly equal: Phrase;
  /** `only where order.tier = "silver" (41 diverge there, 300 do not)`; empty when nothing tells them apart. */
  readonly strikes: Phrase;
  /** `rewritten as well: src/list.js:30 rows.length: 10 → 12; …`; empty when the change gave no other value behind it. */
  readonly besides: Phrase;
};

/** Puts a first divergence into words, line first: it is what a reviewer opens next. */
export function describeCause(first: FirstDivergence): Cause {
  return {
    location: locationOf(first),
    state: stateOf(first),
    statements: statementsOf(first.baselineStatement, first.candidateStatement),
    equal: equalOf(first.equalInputs),
    strikes: strikesOf(first.strikes),
    besides: besidesOf(first.besides),
  };
}

/** The pieces that say anything, in order. */
export function causeParts(cause: Cause): readonly Phrase[] {
  const head = say`${cause.location}  ${cause.state}`;
  return [head, cause.statements, cause.equal, cause.strikes, cause.besides].filter(
    (part) => part.length > 0,
  );
}

function locationOf(first: FirstDivergence): Phrase {
  const line = lineOf(first);
  // What parts in code that nobody touched is a side effect: nobody meant to change it there.
  return first.isChanged || first.kind === 'unexplained'
    ? line
    : say`${line}, which the change does not touch`;
}

function lineOf({ file, baselineLine, candidateLine }: FirstDivergence): Phrase {
  if (candidateLine === null) {
    return baselineLine === null ? say`${file}` : say`${file} (line ${baselineLine} before, now gone)`;
  }
  const line = say`${`${file}:${candidateLine}`}`;
  if (baselineLine === null) return say`${line} (new)`;
  return baselineLine === candidateLine ? line : say`${line} (was :${baselineLine})`;
}

function stateOf(first: FirstDivergence): Phrase {
  const sides = say`${valueOrNothing(first.baseline)} → ${valueOrNothing(first.candidate)}`;
  const known = first.baseline !== null || first.candidate !== null;
  const named = first.variable === null ? sides : say`${variableText(first.variable)}: ${sides}`;
  switch (first.kind) {
    case 'value':
      return named;
    case 'branch':
      return known ? say`takes another branch: ${named}` : ['takes another branch'];
    case 'iterations':
      return known ? say`runs another number of times: ${named}` : ['runs another number of times'];
    case 'statement':
      return statementOf(first);
    case 'moved':
      return ['runs this statement at another point than before'];
    case 'call':
      return known ? named : ['calls something else'];
    case 'throw':
      return throwOf(first);
    case 'unexplained':
      return [
        first.isChanged
          ? 'no captured value differs; of the changed statements, this one ran last'
          : 'no captured value differs; the cause lies where nothing was captured',
      ];
    default:
      return first.kind satisfies never;
  }
}

/** `arguments of slice[1]` is how a capture is asked for; a person counts arguments from one. */
function variableText(variable: string): string {
  return variable.replace(
    /^arguments of (.+?)\[(\d+)\]/,
    (_, callee: string, index: string) => `argument ${Number(index) + 1} of ${callee}`,
  );
}

/** One build alone has it, so that nothing took another branch; how often it ran says something only from the second time on. */
function statementOf({ baselineLine, baseline, candidate }: FirstDivergence): Phrase {
  const times = / \d+ times$/.exec((baselineLine === null ? candidate : baseline) ?? '')?.[0];
  const often = times === undefined ? '' : `,${times}`;
  return [
    baselineLine === null
      ? `the candidate runs a statement that the baseline does not have${often}`
      : `the baseline runs a statement that the candidate does not have${often}`,
  ];
}

function throwOf({ baseline, candidate }: FirstDivergence): Phrase {
  if (baseline === null && candidate === null) return ['throws on one side only'];
  if (baseline === null) return say`the candidate throws ${candidate ?? ''}, the baseline nothing`;
  if (candidate === null) return say`the baseline throws ${baseline}, the candidate nothing`;
  return say`throws ${candidate} instead of ${baseline}`;
}

function statementsOf(baseline: string | null, candidate: string | null): Phrase {
  if (baseline === null && candidate === null) return [];
  if (baseline === candidate) return valueOrNothing(baseline);
  if (baseline === null) return say`new: ${valueOrNothing(candidate)}`;
  if (candidate === null) return say`gone: ${valueOrNothing(baseline)}`;
  const [before, after] = withoutSharedAssignment(baseline, candidate);
  return say`${before} → ${after}`;
}

/** `const a = f(x);` and `const a = g(x);` become `f(x)` and `g(x)`: the variable was named already. */
function withoutSharedAssignment(baseline: string, candidate: string): readonly [string, string] {
  const assignment = /^(?:(?:const|let|var)\s+)?[\w.$[\]]+\s*=\s(?!=)/;
  const shared = assignment.exec(baseline)?.[0];
  if (shared === undefined || assignment.exec(candidate)?.[0] !== shared) return [baseline, candidate];
  const rest = (statement: string) => statement.slice(shared.length).replace(/;$/, '');
  return [rest(baseline), rest(candidate)];
}

function equalOf(inputs: FirstDivergence['equalInputs']): Phrase {
  if (inputs.length === 0) return [];
  const named = inputs.map(({ name, value }) => say`${`${name}=${value}`}`);
  return join([joinFirst(named, ', ', 6), ['equal on both sides']], ' ');
}

function strikesOf(found: FirstDivergence['strikes']): Phrase {
  if (found === undefined) return [];
  const { condition, diverging, alike } = found;
  return say`only where ${condition} (${diverging} diverge there, ${alike} do not)`;
}

/** Which of two rewritten statements did what is not known: a reader must not take the first for the cause of all. */
function besidesOf(besides: FirstDivergence['besides'] = []): Phrase {
  if (besides.length === 0) return [];
  const named = besides.map(
    ({ file, line, variable, baseline, candidate }) =>
      say`${`${file}:${line}`} ${variable}: ${valueOrNothing(baseline)} → ${valueOrNothing(candidate)}`,
  );
  return say`a part of it may come from what the change rewrote besides: ${join(named, ', ')}`;
}
