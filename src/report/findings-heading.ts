import { severitiesInOrder } from '../domain/divergence.ts';
import type { ArrangedCluster } from './arrange-clusters.ts';
import { counted } from './number-text.ts';

/** How many differences a reader has to judge, and how many merely come of them. */
export function findingsHeading(arranged: readonly ArrangedCluster[]): string {
  const inAnswer = arranged.reduce((sum, each) => sum + each.inAnswer.length, 0);
  const inState = arranged.reduce((sum, each) => sum + each.inState.length, 0);
  const heading = `${counted(arranged.length, 'difference')} between before and after the change`;
  const rest = inAnswer + inState;
  if (rest === 0) return heading;
  const follow = rest === 1 ? 'follows' : 'follow';
  const from = arranged.length === 1 ? 'it' : 'them';
  return `${heading}, and ${rest} more that ${inState > 0 ? 'may follow' : follow} from ${from}`;
}

/** Groups that are not shown, with how bad they are: a reader must know whether to open the evidence. */
export function moreGroupsText(rest: readonly ArrangedCluster[]): string {
  const bySeverity = severitiesInOrder
    .toReversed()
    .map((severity) => ({
      severity,
      groups: rest.filter(({ cluster }) => cluster.severity === severity).length,
    }))
    .filter(({ groups }) => groups > 0)
    .map(({ severity, groups }) => `${groups} ${severity}`);
  return `and ${counted(rest.length, 'group')} more (${bySeverity.join(', ')}), all of them in the evidence`;
}
