import { describe, expect, test } from '@jest/globals';
import { isBotCommit } from '../../src/provenance/known-bots.ts';
import { personOf } from '../support/commits.ts';

const dependabot = 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>';
const web = 'GitHub <noreply@github.com>';

test.each([
  ['its own commit', dependabot, dependabot, true],
  ['merged on the pages of GitHub', dependabot, web, true],
  ['rebased by a person, who may have changed it', dependabot, 'Ada <ada@example.com>', false],
  ['a person in whose name a bot commits', 'Ada <ada@example.com>', dependabot, false],
  ['the login without the id', 'dependabot[bot] <dependabot[bot]@users.noreply.github.com>', web, false],
  ['the id of another account', 'dependabot[bot] <1+dependabot[bot]@users.noreply.github.com>', web, false],
  ['the right id under another login', 'x <49699333+x@users.noreply.github.com>', web, false],
  ['the name alone', 'dependabot[bot] <ada@example.com>', web, false],
  ['an app that nobody knows', 'helper[bot] <7+helper[bot]@users.noreply.github.com>', web, false],
  ['a mailbox on the list', 'Renovate Bot <bot@renovateapp.com>', 'Renovate Bot <bot@renovateapp.com>', true],
  ['what is made on the pages of GitHub by a person', 'Ada <ada@example.com>', web, false],
])('%s', (_, author, committer, expected) => {
  expect(isBotCommit(personOf(author), personOf(committer))).toBe(expected);
});

describe('the account under which agents commit as well', () => {
  test('is a bot only by its own login', () => {
    const shared = (login: string) => personOf(`x <41898282+${login}@users.noreply.github.com>`);
    expect(isBotCommit(shared('github-actions[bot]'), shared('github-actions[bot]'))).toBe(true);
    expect(isBotCommit(shared('claude[bot]'), shared('claude[bot]'))).toBe(false);
  });
});
