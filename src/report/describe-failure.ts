import type { Cluster } from '../domain/cluster.ts';
import type { Failure } from '../domain/failure.ts';
import { join, type Phrase, say } from './phrase.ts';

/** An error that only one build threw, in pieces that are read one after the other. */
export type FailureText = {
  /** `throws TypeError: no name at src/user.js:12, caught and not printed` */
  readonly what: Phrase;
  /** `baseline had user={…}, candidate had user=undefined; id=7 equal on both sides`; empty when nothing was captured. */
  readonly state: Phrase;
};

const mostShown = 3;

/**
 * Used beside the cause of a group of findings, which may have told the same error with the same values: what a reader has just
 * read is left out. Null where nothing is left.
 */
export function describeFailureOf({ failure, firstDivergence }: Cluster): FailureText | null {
  if (failure === undefined) return null;
  const text = describeFailure(failure);
  if (firstDivergence?.kind !== 'throw' || firstDivergence[failure.role] !== failure.error) return text;
  const isEqual = failure.variables.every(({ baseline, candidate }) => baseline === candidate);
  const isTold = isEqual && firstDivergence.equalInputs.length > 0;
  const { file, candidateLine } = firstDivergence;
  const isThere = failure.at === '' || failure.at === `${file}:${candidateLine}`;
  const shown = { what: isThere ? [] : say`thrown at ${failure.at}`, state: isTold ? [] : text.state };
  return shown.what.length + shown.state.length === 0 ? null : shown;
}

/** Puts a failure into words. */
export function describeFailure(failure: Failure): FailureText {
  const { role, error, at, told } = failure;
  const place = at === '' ? [] : say` at ${at}`;
  const silence = told ? [] : [', caught and not printed'];
  const verb = role === 'candidate' ? 'throws ' : 'no longer throws ';
  return { what: [verb, ...say`${error}`, ...place, ...silence], state: stateOf(failure) };
}

function stateOf({ variables, otherAt, role }: Failure): Phrase {
  const comparable = variables.filter(({ baseline, candidate }) => baseline !== null && candidate !== null);
  if (comparable.length > 0) {
    const different = comparable.filter(({ baseline, candidate }) => baseline !== candidate);
    const equal = comparable.filter((one) => !different.includes(one)).slice(0, mostShown);
    const where = otherAt === null ? [] : say` (at ${otherAt})`;
    // What is equal is the input that brings the error about, such as the one name that is in no table.
    if (different.length === 0) return [...say`${listOf(equal, role)} equal on both sides`, ...where];
    const shown = different.slice(0, mostShown);
    return [
      ...say`baseline had ${listOf(shown, 'baseline')}`,
      ...(role === 'candidate' ? where : []),
      ...say`, candidate had ${listOf(shown, 'candidate')}`,
      ...(role === 'baseline' ? where : []),
      ...(equal.length === 0 ? [] : say`; ${listOf(equal, role)} equal on both sides`),
    ];
  }
  const own = variables.filter((one) => one[role] !== null).slice(0, mostShown);
  if (own.length === 0) return [];
  return say`${role} had ${listOf(own, role)}; of the other build nothing was captured there`;
}

function listOf(variables: Failure['variables'], role: 'baseline' | 'candidate'): Phrase {
  return join(
    variables.map((one) => say`${`${one.name}=${one[role] ?? ''}`}`),
    ', ',
  );
}
