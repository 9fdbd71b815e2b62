import type { LineSignature } from './signatures.ts';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Lines that carry the id of a session: the tool itself wrote them, and its own records can confirm them. */
const records: readonly LineSignature[] = (
  [
    [
      'claude-code.session',
      'claude-code',
      /^Claude-Session:\s*https:\/\/claude\.ai\/code\/session_\w+/i,
      'corpus (n=227)',
    ],
    [
      'claude-code.session-url',
      'claude-code',
      /^https:\/\/claude\.ai\/code\/session_\w+\s*$/i,
      'changesets/action@8d5aafd1ec6e',
    ],
    ['copilot-cli.session', 'copilot-cli', new RegExp(`^Copilot-Session:\\s*${uuid}`, 'i'), 'corpus (n=129)'],
    [
      'amp.thread',
      'amp',
      /^(?:Amp-Thread(?:-ID)?:\s*)?https:\/\/ampcode\.com\/threads\/T-[0-9a-f-]+/i,
      'ghostty@5ee56409c7bc',
    ],
    ['lovable.edit', 'lovable', new RegExp(`^X-Lovable-Edit-ID:\\s*edt-${uuid}`, 'i'), 'public commits'],
    [
      'devin.session',
      'devin',
      /https:\/\/app\.devin\.ai\/sessions\/[0-9a-f]{32}/i,
      'AIDev: 97 % of its pull requests',
    ],
    [
      'codex.task',
      'codex',
      /https:\/\/chatgpt\.com\/codex\/tasks\/task_\w+/i,
      'AIDev: 46 % of its pull requests',
    ],
    [
      'entire.record',
      'other',
      /^Entire-(?:Checkpoint|Session|Agent|Strategy|Metadata):\s*\S/i,
      'entireio/cli trailers.go (n=758)',
    ],
    ['whogitit.record', 'other', /^AI-(?:Session|Model|Lines):\s*\S/i, 'whogitit'],
  ] as const
).map(([id, tool, pattern, source]) => ({
  ...{ id, tool, pattern, source },
  ...{ detector: 'trailer', level: 'tool-record', role: 'assistant' },
}));

/** Lines that say a tool wrote or helped; the tool, its plugin or the person put them there. */
const claims: readonly LineSignature[] = (
  [
    [
      'claude-code.generated-by',
      'claude-code',
      /^Claude-Generated-By:\s*\S/i,
      'claude-code-action@625ea1519c56',
    ],
    ['cursor.made-with', 'cursor', /^Made-with:\s*Cursor\b/i, 'corpus (n=253)'],
    ['augment.agent-id', 'augment', new RegExp(`^Agent-Id:\\s*agent-${uuid}`, 'i'), 'augmentcode/auggie'],
    ['aittributor.ai-assisted', 'other', /^Ai-assisted:\s*(?:true|yes)\b/i, 'block/aittributor'],
  ] as const
).map(([id, tool, pattern, source]) => ({
  ...{ id, tool, pattern, source },
  ...{ detector: 'trailer', level: 'identity-claim', role: 'assistant' },
}));

/** Closing lines, often after an emoji. The start is anchored: prose that speaks of a tool is no sign of its help. */
const footers: readonly LineSignature[] = (
  [
    [
      'claude-code.footer',
      'claude-code',
      /^\W{0,8}Generated (?:with|by) (?:\[Claude Code\]|Claude Code(?=\W*$| \())/iu,
      'corpus',
    ],
    [
      'claude-code.footer-url',
      'claude-code',
      /^\W{0,8}Generated (?:with|by) .{0,80}https:\/\/claude\.(?:ai\/code|com\/claude-code)/iu,
      'corpus (n=2,218)',
    ],
    [
      'amazon-q.footer',
      'amazon-q',
      /^\W{0,8}Assisted by \[?Amazon Q Developer\b/iu,
      'history of amazon-q-developer-cli (n=371)',
    ],
    [
      'continue.footer',
      'continue',
      /^\W{0,8}Generated with \[Continue\]/iu,
      'extensions/cli systemMessage.ts of Continue',
    ],
    ['opencode.footer', 'opencode', /^\W{0,8}Generated with \[?opencode\b/iu, 'crush@7627d71563be'],
    ['crush.footer', 'crush', /^\W{0,8}Generated with \[?Crush\b/iu, 'README of charmbracelet/crush'],
    [
      'sisyphus.footer',
      'opencode',
      /^\W{0,8}Ultraworked with \[Sisyphus\]/iu,
      'corpus; a plugin that runs on OpenCode',
    ],
    [
      'jules.footer',
      'jules',
      /^\W{0,8}PR created automatically by Jules for task \S*\d/iu,
      'public pull requests',
    ],
    ['openhands.footer', 'openhands', /^\W{0,8}Generated (?:with|by) \[?OpenHands\b/iu, 'OpenHands resolver'],
  ] as const
).map(([id, tool, pattern, source]) => ({
  ...{ id, tool, pattern, source },
  ...{ detector: 'footer', level: 'identity-claim', role: 'assistant' },
}));

/** Lines that say AI looked at the code. They are shown, and never make a commit an AI one. */
const reviews: readonly LineSignature[] = [
  {
    ...{
      id: 'review.addressed',
      tool: 'other',
      detector: 'footer',
      level: 'circumstantial',
      role: 'reviewer',
    },
    pattern:
      /\baddress(?:e[sd]|ing)?\b.{0,60}\b(?:copilot|coderabbit|codex|claude|gemini|cursor|sourcery|ellipsis)\b.{0,60}\b(?:review|suggestion|comment|feedback|finding)/i,
    source: 'corpus: people who answer a review by a tool',
  },
];

/** Every sign that one line of a commit message can give by itself. */
export const messageSignatures: readonly LineSignature[] = [
  ...records,
  {
    ...{
      id: 'github-agent.logs',
      tool: 'copilot-agent',
      detector: 'trailer',
      level: 'tool-record',
      role: 'author',
    },
    pattern: new RegExp(`^Agent-Logs-Url:\\s*https://github\\.com/[^/\\s]+/[^/\\s]+/sessions/${uuid}`, 'i'),
    yields: true,
    source: 'github/docs@e0c9dcb; GitHub runs agents of several makers, and Copilot is the usual one',
  },
  {
    ...{ id: 'replit.author', tool: 'replit', detector: 'trailer', level: 'identity-claim', role: 'author' },
    pattern: /^Replit-Commit-Author:\s*(?:Agent|Assistant)\b/i,
    source: 'public commits; the value `Deployment` is not the agent',
  },
  ...claims,
  ...footers,
  ...reviews,
];
