// covers: provenance.ts
import { describe, expect, test } from '@jest/globals';
import type { PullRequest } from '../../src/domain/change.ts';
import { provenance } from '../../src/domain/provenance.ts';
import { detectProvenance } from '../../src/provenance/detect-provenance.ts';
import { changeOf, type ShortCommit } from '../support/commits.ts';

const plain: ShortCommit = { message: 'fix typo' };
const claude: ShortCommit = { message: 's\n\nCo-Authored-By: Claude <noreply@anthropic.com>' };
const codex: ShortCommit = { message: 't\n\nCo-authored-by: Codex <noreply@openai.com>' };
const bot: ShortCommit = {
  message: 'bump',
  author: 'renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>',
};
const merge: ShortCommit = { message: "Merge branch 'main' into topic", parents: 2 };
const pullRequest: PullRequest = {
  ...{ number: 1, title: '', body: '', author: 'ada', authorIsBot: false },
  ...{ headBranch: 'topic', baseBranch: 'main', labels: [] },
};

describe('the change as a whole', () => {
  test.each([
    ['one commit of three', [plain, claude, plain], {}, 'ai', ['claude-code'], /^1 of 3 commits bear/],
    ['two tools', [claude, codex], {}, 'ai', ['claude-code', 'codex'], /^2 of 2/],
    ['people, as far as one can see', [plain], {}, 'unknown', [], /does not make it the work of people/],
    ['bots alone', [bot, bot], {}, 'bot', [], /known bot/],
    ['a bot and somebody', [bot, plain], {}, 'unknown', [], /No sign/],
    ['no commit', [], {}, 'unknown', [], /No sign/],
    ['a branch alone', [plain], { branch: 'codex/x' }, 'ai', ['codex'], /branch.*codex.*circumstantial/],
    [
      'a branch with nothing but merges on it',
      [merge],
      { branch: 'codex/x' },
      'unknown',
      ['codex'],
      /nothing but merges/,
    ],
    [
      'a branch of one tool, commits of another',
      [claude],
      { branch: 'codex/x' },
      'ai',
      ['claude-code', 'codex'],
      /^1 of 1/,
    ],
    ['a branch that only looks like it', [plain], { branch: 'codex-x' }, 'unknown', [], /No sign/],
    ['a bot on the branch of an agent', [bot], { branch: 'codex/x' }, 'ai', ['codex'], /circumstantial/],
    [
      'a description',
      [plain],
      { pullRequest: { ...pullRequest, body: 'AI usage: Claude wrote it' } },
      'ai',
      ['claude-code'],
      /description.*circumstantial/,
    ],
    [
      'an account',
      [merge],
      { pullRequest: { ...pullRequest, author: 'claude[bot]', authorIsBot: true } },
      'ai',
      ['claude-code'],
      /opened by the account/,
    ],
    [
      'a review alone',
      [plain],
      { pullRequest: { ...pullRequest, body: '<!-- CURSOR_SUMMARY -->' } },
      'unknown',
      [],
      /No sign/,
    ],
  ] as const)('%s', (_, commits, around, verdict, tools, reason) => {
    const found = detectProvenance({ ...changeOf(commits), ...around });
    expect(provenance.parse(found)).toEqual(found);
    expect(found).toMatchObject({ verdict, tools, reason: expect.stringMatching(reason) });
    expect(found.commits).toHaveLength(commits.length);
  });

  test('what a branch tells is not laid on the commits', () => {
    const found = detectProvenance({ ...changeOf([plain]), branch: 'codex/x' });
    expect(found.commits.map(({ verdict, signals }) => ({ verdict, signals }))).toEqual([
      { verdict: 'unknown', signals: [] },
    ]);
  });

  test('a commit of AI and people makes the change an AI one', () => {
    const squash = { message: `s\n\n* a\n\n* b\n\nCo-Authored-By: Claude <noreply@anthropic.com>` };
    const found = detectProvenance(changeOf([squash]));
    expect([found.verdict, found.commits[0]?.verdict]).toEqual(['ai', 'mixed']);
  });
});
