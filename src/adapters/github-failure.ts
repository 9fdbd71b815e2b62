import { GateError } from '../errors.ts';
import { isRateLimited, type RefusedRequest } from './github-retry.ts';

/** `METHOD /path/{parameter}` as the GitHub documentation writes a route. */
export type Route = `${'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'} /${string}`;

/** First match decides; what stands here is what a workflow's `permissions:` must name. */
const permissionOfRoute: readonly (readonly [RegExp, string])[] = [
  [/^POST .*\/statuses\//, '`statuses: write`'],
  [/^GET .*\/statuses/, '`statuses: read`'],
  [/^(POST|PATCH) .*\/issues\//, '`pull-requests: write`'],
  [/^GET .*\/(issues|pulls)\b/, '`pull-requests: read`'],
  [/^GET .*\/actions\//, '`actions: read`'],
  [/^GET .*\/(contents|git|activity|compare)/, '`contents: read`'],
  [/^GET \/orgs\//, 'a token that may read the members of the organisation'],
];

/**
 * Used for every request that did not succeed: says what was asked, what GitHub answered, and what a person
 * can do about it. `path` is the filled-in path; it never carries the token.
 */
export function githubFailure(error: RefusedRequest, route: Route, path: string): GateError {
  const method = route.slice(0, route.indexOf(' '));
  const answered = error.response ? `GitHub answered ${error.status} to` : 'No answer came from GitHub to';
  return new GateError({
    code: 'github-failed',
    message: `${answered} ${method} ${path}: ${error.message.slice(0, 300)}`,
    remedy: remedyFor(error, route),
    cause: error,
  });
}

/** Used when an answer has not the shape that GitHub documents; its values stay out of the message. */
export function unexpectedAnswer(route: Route, path: string, problems: readonly string[]): GateError {
  return new GateError({
    code: 'github-failed',
    message: `GitHub's answer to ${route.split(' ')[0]} ${path} is not what its documentation says: ${problems.slice(0, 3).join('; ')}.`,
    remedy: 'Run the job again, and report it if it stays so.',
  });
}

function remedyFor(error: RefusedRequest, route: Route): string {
  const permission = permissionOfRoute.find(([pattern]) => pattern.test(route))?.[1];
  if (isRateLimited(error))
    return `Run the job again ${limitEnd(error)}: the token has used up its requests.`;
  if (error.status === 401) return 'Pass a valid token as `github-token`: this one was refused.';
  if (error.status === 403 && permission) return permissionRemedy(permission, route);
  if (error.status === 404 && permission) return `Check that it exists and that the token has ${permission}.`;
  if (error.status >= 500) return 'Run the job again once GitHub answers (https://www.githubstatus.com).';
  return 'Read what GitHub answered, correct it, and run the job again.';
}

function permissionRemedy(permission: string, route: Route): string {
  const readOnly = route.startsWith('GET')
    ? ''
    : ' (for a fork or for Dependabot GitHub makes every token read-only, whatever the workflow asks for)';
  return `Give the job ${permission}${readOnly}.`;
}

function limitEnd({ response }: RefusedRequest): string {
  const resetsAt = Number(response?.headers['x-ratelimit-reset']);
  return Number.isFinite(resetsAt) ? `after ${new Date(resetsAt * 1_000).toISOString()}` : 'later';
}
