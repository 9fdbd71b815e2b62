// covers: agent-identities.ts
// covers: named-identities.ts
// covers: signatures.ts
import { describe, expect, test } from '@jest/globals';
import { agentIdentities } from '../../src/provenance/agent-identities.ts';
import { matchIdentity, readAccount } from '../../src/provenance/match-identity.ts';
import { namedIdentities } from '../../src/provenance/named-identities.ts';
import { personOf } from '../support/commits.ts';

const host = 'users.noreply.github.com';

describe('agents', () => {
  test.each([
    ['Claude Fable 5 <noreply@anthropic.com>', 'claude-code'],
    ['GPT-5 <noreply@anthropic.com>', 'claude-code'],
    ['Claude <NoReply@Anthropic.com>', 'claude-code'],
    ['Claude Code <assistant@anthropic.com>', 'claude-code'],
    [`claude[bot] <41898282+claude[bot]@${host}>`, 'claude-code'],
    [`anthropic-code-agent[bot] <242468646+Claude@${host}>`, 'claude-code'],
    [`renamed <198982749+another-login@${host}>`, 'copilot-agent'],
    [`copilot-swe-agent[bot] <copilot-swe-agent[bot]@${host}>`, 'copilot-agent'],
    [`Copilot <223556219+Copilot@${host}>`, 'copilot-cli'],
    [`Copilot <175728472+Copilot@${host}>`, 'copilot-review'],
    [`Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@${host}>`, 'copilot-review'],
    ['Somebody (aider) <a@b.c>', 'aider'],
    ['Somebody (gemini-2.5-pro-preview-05-06) <a@b.c>', 'other'],
    ['Somebody <somebody+claude@corp.dev>', 'claude-code'],
    ['AI Feature Agent <ai@example.com>', 'other'],
    ['Claude Opus 4.6 <claude@localhost>', 'claude-code'],
    ['OpenHands Bot <contact@all-hands.dev>', 'openhands'],
    [`v0[bot] <v0[bot]@${host}>`, 'v0'],
  ])('%s', (person, tool) => {
    expect(matchIdentity(personOf(person))).toMatchObject({ tool, level: 'identity-claim' });
  });

  test('every row matches what it lists, and no row is hidden by one before it', () => {
    const wrong = agentIdentities.flatMap(({ id, accounts = [], mailboxes = [], name, email }) =>
      name !== undefined || email !== undefined
        ? []
        : [...mailboxes, ...accounts.map((account) => `${account}@${host}`)]
            .filter((address) => matchIdentity({ name: '', email: address })?.id !== id)
            .map((address) => `${id} ${address}`),
    );
    expect(wrong).toEqual([]);
  });

  test('ids of rows are unique, and every row says where it was seen', () => {
    const rows = [...agentIdentities, ...namedIdentities];
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ source }) => source.length < 5)).toEqual([]);
    expect(
      agentIdentities.flatMap(({ mailboxes = [] }) => mailboxes).filter((one) => one !== one.toLowerCase()),
    ).toEqual([]);
  });
});

describe('only a circumstance', () => {
  test.each([
    ['the address that VS Code added to every commit', 'GitHub Copilot <copilot@github.com>'],
    ['a name alone', 'Claude Bot <claude@robotinfra.com>'],
    ['a name at a domain that is not its maker', 'Gemini Bot <bot@gemini.com>'],
    ['a name that people bear', `claude <1234567+claude@${host}>`],
    ['a name with a number', 'claude64 <claude64@example.com>'],
    ['a product as the name of an own account', `Claude Code <90000113+dev113@${host}>`],
  ])('%s', (_, person) => expect(matchIdentity(personOf(person))).toMatchObject({ level: 'circumstantial' }));
});

describe('people and machines that are not AI', () => {
  test.each([
    'Claude Warren <claude@xenei.com>',
    'Claude Meri <claudemeri@gmail.com>',
    'Devin Rousso <devin@example.com>',
    'Devin <devin@example.com>',
    'Jules Wiriath <jules@example.com>',
    'Cody Rigney <cody@example.com>',
    `Aiden Cline <90000132+dev132@${host}>`,
    `HonkingGoose <34918129+HonkingGoose@${host}>`,
    `ChatGPTBuddy <127095940+ChatGPTBuddy@${host}>`,
    'Alex Miller <codex.nz@gmail.com>',
    'warp kawada <warp.kawada@gmail.com>',
    'A Person <person@anthropic.com>',
    'A Person <person@aider.chat>',
    'A Person <person@roocode.com>',
    'Merge Resolver <merge-resolver@roo-code.com>',
    'Rob <rob@all-hands.dev>',
    'gemini-cli-robot <gemini-cli-robot@google.com>',
    `autofix-ci[bot] <114827586+autofix-ci[bot]@${host}>`,
    `github-actions[bot] <41898282+github-actions[bot]@${host}>`,
    `github-advanced-security[bot] <62310815+github-advanced-security[bot]@${host}>`,
    `whitesource-bolt-for-github[bot] <42819689+whitesource-bolt-for-github[bot]@${host}>`,
    'R00-B0T <github-actions@github.com>',
    'Evilebot Tnawi <evilebottnawi@users.noreply.github.com>',
  ])('%s', (person) => expect(matchIdentity(personOf(person))).toBeNull());
});

test.each([
  [`12+a@${host}`, { id: '12', login: 'a' }],
  [`A[bot]@${host}`, { id: null, login: 'a[bot]' }],
  ['a@b.c', null],
  [`1+2+a@${host}`, null],
])('the account behind %s', (email, expected) => expect(readAccount(email)).toEqual(expected));
