import { expect, test } from '@jest/globals';
import { readRunner } from '../../action/runner.ts';

const environment = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_API_URL: 'https://api.github.example',
  GITHUB_WORKSPACE: '/work',
  RUNNER_TEMP: '/temp',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_RUN_ID: '42',
};

test('what a runner tells', () => {
  expect(readRunner(environment)).toEqual({
    eventName: 'pull_request',
    eventPath: '/event.json',
    repository: 'acme/shop',
    apiUrl: 'https://api.github.example',
    workspace: '/work',
    temporaryFolder: '/temp',
    runUrl: 'https://github.example/acme/shop/actions/runs/42',
  });
});

test('what only a real run has may be missing', () => {
  const { RUNNER_TEMP: _temp, GITHUB_RUN_ID: _run, ...rest } = environment;
  expect(readRunner(rest)).toMatchObject({ runUrl: null, temporaryFolder: '/work/.shadowgate' });
});

test.each([
  ['GITHUB_EVENT_PATH', undefined],
  ['GITHUB_REPOSITORY', 'acme'],
  ['GITHUB_REPOSITORY', 'acme/shop/x'],
  ['GITHUB_API_URL', 'file:///etc/passwd'],
  ['GITHUB_RUN_ID', '1/../2'],
])('%s=%s is no runner', (name, value) => {
  expect(() => readRunner({ ...environment, [name]: value })).toThrow(new RegExp(`not a GitHub.*${name}`));
});
