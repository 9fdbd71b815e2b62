// covers: pull-request-signatures.ts
import { describe, expect, test } from '@jest/globals';
import type { PullRequest } from '../../src/domain/change.ts';
import { changeSignals } from '../../src/provenance/change-signals.ts';
import { changeOf } from '../support/commits.ts';

const pullRequest = (change: Partial<PullRequest>): PullRequest => ({
  ...{ number: 1, title: '', body: '', author: 'ada', authorIsBot: false },
  ...{ headBranch: 'topic', baseBranch: 'main', labels: [], ...change },
});
const signs = (change: Partial<PullRequest>, branch?: string) =>
  changeSignals({
    ...changeOf([]),
    pullRequest: pullRequest(change),
    ...(branch === undefined ? {} : { branch }),
  });
const toolsOf = (...request: Parameters<typeof signs>) => signs(...request).map(({ tool }) => tool);

describe('branches', () => {
  test.each([
    ['claude/decouple-roo-from-vscode-pHh3E', ['claude-code']],
    ['refs/heads/copilot/fix-1234', ['copilot-agent']],
    ['cursor/add-option-for-allowed-mcps-2ced', ['cursor']],
    ['codex/omit-mcp-portion', ['codex']],
    ['devin/1771599590-hooks-rebase-perf', ['devin']],
    ['openhands-fix-issue-12', ['openhands']],
    ['sweep/fix-gha-failure', ['sweep']],
    ['droid/x', ['factory-droid']],
    ['junie/issue-4', ['junie']],
    ...[
      ...[
        'cursor-stream-chunks',
        'claude-vertex',
        'gemini-cli-startup',
        'copilot-thinking-attempt',
        'cursor-extension',
      ],
      ...['codex-fix', 'cursor/fix-position', 'devin/fix', 'feature/claude/x', 'claude/', 'openhands-fix'],
    ].map((name) => [name, []] as [string, string[]]),
  ])('%s', (branch, tools) => expect(toolsOf({}, branch)).toEqual(tools));

  test('the same branch from two sources is one sign, and the name is the excerpt', () => {
    expect(signs({ headBranch: 'codex/x' }, 'codex/x')).toMatchObject([
      { rule: 'codex.branch', detector: 'branch', level: 'circumstantial', excerpt: 'codex/x' },
    ]);
  });
});

describe('descriptions', () => {
  test.each([
    ['## Summary\n\n------\nhttps://chatgpt.com/codex/tasks/task_e_68555b95', ['codex']],
    ['[Link to Devin run](https://app.devin.ai/sessions/2bda32f05274495eb2ff97d7b5fb8d55)', ['devin']],
    ['text\r\n\r\n🤖 Generated with [Claude Code](https://claude.ai/code)', ['claude-code']],
    ['[Open in Web](https://cursor.com/agents?id=1)', ['cursor']],
    ['- [x] This contribution was assisted or created by Generative AI tools.', ['other']],
    ['AI disclosure: Codex wrote the tests', ['codex']],
    ['- [ ] This contribution was assisted or created by Generative AI tools.', []],
    ['<!-- tick: - [x] AI disclosure: I used AI -->\nA fix.', []],
    ['- v0 components\n- move the cursor', []],
    ['Adds support for Claude Code and Codex.', []],
  ])('%j', (body, tools) => {
    const found = signs({ body });
    expect(found.map(({ tool }) => tool)).toEqual(tools);
    expect(
      found.every(({ level, detector }) => level === 'circumstantial' && detector === 'pull-request'),
    ).toBe(true);
  });

  test('a summary by a reviewing bot is only a review', () => {
    expect(signs({ body: '<!-- CURSOR_SUMMARY -->\nChanges two files.' })).toMatchObject([
      { role: 'reviewer' },
    ]);
  });

  test('a body of open comments takes no time', () => {
    const started = performance.now();
    signs({ body: '<!-- '.repeat(100_000) });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('the account that opened it', () => {
  test.each([
    ['devin-ai-integration[bot]', true, ['devin']],
    ['copilot-swe-agent', true, ['copilot-agent']],
    ['claude[bot]', true, ['claude-code']],
    ['dependabot[bot]', true, []],
    ['devin-ai-integration', false, []],
    ['ada', false, []],
  ])('%s, a bot: %s', (author, authorIsBot, tools) =>
    expect(toolsOf({ author, authorIsBot })).toEqual(tools),
  );

  test('is a fact of the code host', () => {
    expect(signs({ author: 'claude[bot]', authorIsBot: true })).toMatchObject([
      { level: 'platform-verified' },
    ]);
  });
});
