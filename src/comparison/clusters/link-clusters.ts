import type { Cluster } from '../../domain/cluster.ts';

/** What is needed of a cluster to tell whether it is a mere consequence. Findings are numbered in the order of the recording. */
export type Linkable = Pick<Cluster, 'findings'> & {
  /** The findings outside that its findings follow from, each by id; undefined where one follows from none. */
  readonly follows: readonly (string | undefined)[];
  /** Whether a place in the changed code is known to cause it. */
  readonly hasCause: boolean;
  /** Its first finding in an exchange that may change state; null when there is none. */
  readonly firstWrite: string | null;
};

export type Link<Draft> = { readonly cause: Draft; readonly through: NonNullable<Cluster['followsThrough']> };

/**
 * Says which cluster another follows from, or null. Certain when all of its findings follow from parts of the same
 * answers. Likely when its exchanges ran no changed statement that could explain it, and an earlier exchange with
 * a known cause wrote: then it shows the state that was left behind, which can go on in every later answer.
 */
export function linkCluster<Draft extends Linkable>(draft: Draft, all: readonly Draft[]): Link<Draft> | null {
  const causes = draft.follows.filter((id) => id !== undefined && !draft.findings.includes(id));
  if (causes.length === draft.findings.length) {
    const cause = all.find(({ findings }) => findings.some((id) => causes.includes(id)));
    if (cause !== undefined) return { cause, through: 'answer' };
  }
  if (draft.hasCause) return null;
  const first = numberOf(draft.findings[0]);
  const [cause] = all
    .filter(({ hasCause, firstWrite }) => hasCause && firstWrite !== null && numberOf(firstWrite) < first)
    .toSorted((one, another) => numberOf(one.firstWrite) - numberOf(another.firstWrite));
  return cause === undefined ? null : { cause, through: 'state' };
}

/** `f0012` → 12. */
function numberOf(id: string | null | undefined): number {
  return Number(id?.slice(1));
}
