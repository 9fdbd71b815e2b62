import { expect, test } from '@jest/globals';
import { githubFailure, type Route, unexpectedAnswer } from '../../src/adapters/github-failure.ts';

const repo = '/repos/{owner}/{repo}' as const;

test.each<[string, number, Route, RegExp]>([
  ['a missing status permission', 403, `POST ${repo}/statuses/{sha}`, /statuses: write.*fork.*read-only/],
  ['a missing comment permission', 403, `POST ${repo}/issues/{n}/comments`, /pull-requests: write/],
  [
    'a missing comment permission on update',
    403,
    `PATCH ${repo}/issues/comments/{id}`,
    /pull-requests: write/,
  ],
  [
    'a missing read permission',
    403,
    `GET ${repo}/pulls/{n}/reviews`,
    /^Give the job `pull-requests: read`\.$/,
  ],
  ['artifacts out of reach', 404, `GET ${repo}/actions/artifacts`, /actions: read/],
  ['contents out of reach', 403, `GET ${repo}/contents/{path}`, /contents: read/],
  ['a refused token', 401, `GET ${repo}/pulls/{n}`, /`github-token`/],
  ['GitHub down', 503, `GET ${repo}/pulls/{n}`, /githubstatus/],
  ['anything else', 422, `POST ${repo}/statuses/{sha}`, /Read what GitHub answered/],
])('%s names what to do', (_name, status, route, remedy) => {
  const error = githubFailure({ status, message: 'Nope', response: { headers: {} } }, route, '/repos/a/b/x');
  expect(error.code).toBe('github-failed');
  expect(error.message).toBe(`GitHub answered ${status} to ${route.split(' ')[0]} /repos/a/b/x: Nope`);
  expect(error.remedy).toMatch(remedy);
});

test('a limit is told with its end, not as a missing permission', () => {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000000' };
  const error = githubFailure(
    { status: 403, message: 'limit', response: { headers } },
    `POST ${repo}/statuses/{sha}`,
    '/',
  );
  expect(error.remedy).toBe(
    'Run the job again after 2023-11-14T22:13:20.000Z: the token has used up its requests.',
  );
});

test('no answer is told apart from an answer', () => {
  const error = githubFailure(
    { status: 500, message: 'connect ECONNREFUSED' },
    `GET ${repo}/pulls/{n}`,
    '/p',
  );
  expect(error.message).toBe('No answer came from GitHub to GET /p: connect ECONNREFUSED');
});

test('an answer of another shape tells places, and no more than three', () => {
  const error = unexpectedAnswer('GET /x', '/x', ['a: b', 'c: d', 'e: f', 'g: h']);
  expect(error.message).toContain('GET /x');
  expect(error.message).toContain('a: b; c: d; e: f.');
});
