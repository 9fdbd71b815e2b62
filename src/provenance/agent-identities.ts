import type { IdentitySignature } from './signatures.ts';

const claim = 'identity-claim' as const;

/** Rows that stand for the coding agents themselves: whoever they name wrote or helped to write the commit. */
const agents: readonly IdentitySignature[] = [
  {
    ...{ id: 'claude-code.identity', tool: 'claude-code', level: claim },
    mailboxes: ['noreply@anthropic.com', 'claude@anthropic.com', 'claude-code@anthropic.com'],
    accounts: [
      ...['209825114+claude[bot]', '41898282+claude[bot]', 'claude-code[bot]'],
      ...['242468646+Claude', 'anthropic-code-agent[bot]'],
    ],
    source: 'corpus (n~18,600); action.yml of claude-code-action, whose default id is that of github-actions',
  },
  {
    ...{ id: 'codex.identity', tool: 'codex', level: claim },
    mailboxes: ['noreply@openai.com', 'codex@openai.com'],
    accounts: ['199175422+chatgpt-codex-connector[bot]', '242516109+openai-code-agent[bot]'],
    source: 'openai/codex#11617, default since February 2026; corpus (n=67 as author)',
  },
  {
    ...{ id: 'copilot-agent.identity', tool: 'copilot-agent', level: claim },
    accounts: ['198982749+Copilot', 'copilot-swe-agent[bot]'],
    source: 'GitHub docs, "About coding agent"; corpus (n=862)',
  },
  {
    ...{ id: 'copilot-cli.identity', tool: 'copilot-cli', level: claim },
    accounts: ['223556219+Copilot', 'Copilot'],
    source: 'copilot-cli#1455, #3177; without an id the account does not tell which Copilot it is',
  },
  {
    ...{ id: 'cursor.identity', tool: 'cursor', level: claim },
    mailboxes: ['cursoragent@cursor.com', 'noreply@cursor.com', 'agent@cursor.com'],
    accounts: ['206951365+cursor[bot]'],
    source: 'corpus (n=233 as author); aittributor used noreply@ before its fix #15',
  },
  {
    ...{ id: 'devin.identity', tool: 'devin', level: claim },
    accounts: ['158243242+devin-ai-integration[bot]'],
    source: 'corpus (n=463)',
  },
  {
    ...{ id: 'jules.identity', tool: 'jules', level: claim },
    accounts: ['161369871+google-labs-jules[bot]'],
    source: 'corpus (n=273)',
  },
  {
    ...{ id: 'gemini-cli.identity', tool: 'gemini-cli', level: claim },
    mailboxes: ['gemini-cli@google.com'],
    accounts: ['218312386+gemini-cli[bot]'],
    source: 'corpus; gemini-cli-robot@google.com is a release script and not this',
  },
  {
    ...{ id: 'aider.identity', tool: 'aider', level: claim },
    mailboxes: ['aider@aider.chat', 'noreply@aider.chat', 'aider@aider.dev', 'noreply@aider.dev'],
    source: 'aider repo.py; corpus (n~148)',
  },
  {
    ...{ id: 'aider.suffix', tool: 'aider', level: claim, committerLevel: 'circumstantial' },
    name: / \(aider\)$/i,
    source: 'aider docs git.md (n=4,108); on the committer alone, aider committed what a person had edited',
  },
  {
    ...{ id: 'amp.identity', tool: 'amp', level: claim, mailboxes: ['amp@ampcode.com'] },
    source: 'ghostty@5ee56409c7bc',
  },
  {
    ...{ id: 'windsurf.identity', tool: 'windsurf', level: claim, mailboxes: ['cascade@windsurf.ai'] },
    source: 'fork of gemini-cli @efa2b312e7ad',
  },
  {
    ...{
      id: 'amazon-q.identity',
      tool: 'amazon-q',
      level: claim,
      accounts: ['208079219+amazon-q-developer[bot]'],
    },
    source: 'history of amazon-q-developer-cli',
  },
  {
    ...{ id: 'kiro.identity', tool: 'kiro', level: claim },
    accounts: ['244629292+kiro-agent', 'kiro-agent', '245459735+kiro-agent[bot]'],
    source: 'corpus',
  },
  {
    ...{ id: 'openhands.identity', tool: 'openhands', level: claim },
    mailboxes: ['openhands@all-hands.dev', 'opendevin@all-hands.dev', 'openhands-claude@all-hands.dev'],
    source: 'system_prompt.j2 and default configuration of OpenHands; corpus (n=7,419)',
  },
  {
    ...{ id: 'sweep.identity', tool: 'sweep', level: claim },
    accounts: ['128439645+sweep-ai[bot]', '131841235+sweep-nightly[bot]', '132422995+sweep-canary[bot]'],
    source: 'config/server.py of sweepai/sweep',
  },
  {
    ...{ id: 'roo-code.identity', tool: 'roo-code', level: claim, mailboxes: ['roomote@roocode.com'] },
    accounts: ['219738659+roomote[bot]', 'roomote-v0[bot]'],
    source: 'corpus (n~5,400)',
  },
  {
    ...{ id: 'continue.identity', tool: 'continue', level: claim },
    mailboxes: ['noreply@continue.dev', 'agent@continue.dev'],
    accounts: ['230936708+continue[bot]'],
    source: 'extensions/cli systemMessage.ts of Continue',
  },
  {
    ...{ id: 'factory-droid.identity', tool: 'factory-droid', level: claim },
    accounts: ['138933559+factory-droid[bot]'],
    source: 'corpus (n~300)',
  },
  {
    ...{ id: 'opencode.identity', tool: 'opencode', level: claim },
    mailboxes: ['noreply@opencode.ai', 'clio-agent@sisyphuslabs.ai'],
    source: 'crush@7627d71563be; Sisyphus is a plugin that runs on OpenCode',
  },
  {
    ...{
      id: 'warp.identity',
      tool: 'warp',
      level: claim,
      mailboxes: ['agent@warp.dev', 'oz-agent@warp.dev'],
    },
    source: 'dyad@ba56d788d67c',
  },
  {
    ...{ id: 'lovable.identity', tool: 'lovable', level: claim, mailboxes: ['noreply@lovable.dev'] },
    accounts: ['159125892+gpt-engineer-app[bot]', 'lovable-dev[bot]'],
    source: 'public commits',
  },
  {
    ...{ id: 'v0.identity', tool: 'v0', level: claim, accounts: ['v0[bot]'] },
    source: 'vercel/v0-sdk@b86b8322584a; the address has no id',
  },
  {
    ...{ id: 'junie.identity', tool: 'junie', level: claim, mailboxes: ['junie@jetbrains.com'] },
    accounts: ['247260674+junie-agent', 'junie-agent', '253382199+junie-github-actions[bot]'],
    source: 'junie-github-action',
  },
  {
    ...{
      id: 'augment.identity',
      tool: 'augment',
      level: claim,
      accounts: ['182802480+augment-app-staging[bot]'],
    },
    source: 'augmentcode/auggie',
  },
  {
    ...{
      id: 'goose.identity',
      tool: 'goose',
      level: claim,
      accounts: ['271095942+aaif-goose', 'aaif-goose'],
    },
    source: 'public agent docs; not seen in the corpus',
  },
  {
    ...{ id: 'crush.identity', tool: 'crush', level: claim, mailboxes: ['crush@charm.land'] },
    source: 'bash.md.tpl of charmbracelet/crush',
  },
  {
    ...{
      id: 'qwen-code.identity',
      tool: 'qwen-code',
      level: claim,
      mailboxes: ['qwen-coder@alibabacloud.com'],
    },
    source: 'tests of qwen-code',
  },
  { id: 'pi.identity', tool: 'pi', level: claim, mailboxes: ['noreply@pi.dev'], source: 'corpus' },
  {
    id: 'firebender.identity',
    tool: 'firebender',
    level: claim,
    mailboxes: ['help@firebender.com'],
    source: 'corpus',
  },
  {
    id: 'happy.identity',
    tool: 'happy',
    level: claim,
    mailboxes: ['yesreply@happy.engineering'],
    source: 'corpus',
  },
  { id: 'cosine.identity', tool: 'cosine', level: claim, mailboxes: ['agent@cosine.sh'], source: 'corpus' },
  {
    id: 'hermes.identity',
    tool: 'hermes',
    level: claim,
    mailboxes: ['hermes@nousresearch.com'],
    source: 'corpus',
  },
];

/** Tools that review and offer lines. As authors they wrote the commit; as co-authors, a line of it was accepted. */
const suggesters: readonly IdentitySignature[] = (
  [
    ['copilot-review', ['175728472+Copilot']],
    ['gemini-code-assist', ['176961590+gemini-code-assist[bot]']],
    ['coderabbit', ['136622811+coderabbitai[bot]']],
    ['ellipsis', ['65095814+ellipsis-dev[bot]']],
    ['cubic', ['191113872+cubic-dev-ai[bot]']],
    ['codeflash', ['148906541+codeflash-ai[bot]']],
    ['sourcery', ['58596630+sourcery-ai[bot]']],
    ['kilo', ['240665456+kiloconnect[bot]']],
  ] as const
).map(([tool, accounts]) => ({
  ...{ id: `${tool}.identity`, tool, level: claim, accounts, coAuthorRole: 'suggestion' as const },
  source: 'corpus: co-author lines of accepted suggestions',
}));

/** Searched in this order; the first row that matches a person is the one that counts. */
export const agentIdentities: readonly IdentitySignature[] = [
  {
    ...{ id: 'copilot-review.autofix', tool: 'copilot-review', level: claim, coAuthorRole: 'suggestion' },
    name: /^Copilot Autofix powered by AI$/i,
    source: 'corpus; two of its three accounts are shared with scanners that are not AI, so the name decides',
  },
  {
    ...{ id: 'copilot-vscode.default', tool: 'copilot-vscode', level: 'circumstantial' },
    mailboxes: ['copilot@github.com'],
    source: 'vscode#310226: added to every commit by default from 1.117 until #313931, AI or not',
  },
  ...agents,
  ...suggesters,
];
