import type { Seniors } from '../domain/policy.ts';
import type { Review } from '../domain/verdict.ts';

/** Whether the policy lets a person approve, and by which of its sources, or why not. */
export type SeniorCheck = { readonly senior: boolean; readonly why: string };

/** Logins and team names are compared without case, as code hosts do. */
export function recogniseSenior(review: Review, seniors: Seniors): SeniorCheck {
  if (includes(seniors.users, review.user)) return { senior: true, why: 'named in the policy' };
  const team = review.teams.find((name) => includes(seniors.teams, name));
  if (team !== undefined) return { senior: true, why: `member of ${team}` };
  if (review.role !== null && includes(seniors.roles, review.role)) {
    return { senior: true, why: `role ${review.role}` };
  }
  const role = review.role === null ? 'no role of theirs is known' : `their role is ${review.role}`;
  return { senior: false, why: `is not a senior by the policy (${seniorsInWords(seniors)}); ${role}` };
}

/** Who may approve, for sentences: `sara, a member of acme/seniors, or the role maintain or admin`. */
export function seniorsInWords({ users, teams, roles }: Seniors): string {
  const sources = [
    ...users,
    ...(teams.length > 0 ? [`a member of ${teams.join(' or ')}`] : []),
    ...(roles.length > 0 ? [`someone with the role ${roles.join(' or ')}`] : []),
  ];
  if (sources.length === 0) return 'the policy names nobody';
  return sources.length === 1 ? sources.join('') : `${sources.slice(0, -1).join(', ')} or ${sources.at(-1)}`;
}

/** Whether two logins are the same account. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function includes(names: readonly string[], name: string): boolean {
  return names.some((each) => sameLogin(each, name));
}
