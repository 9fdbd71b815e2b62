import type { ChangeSignature } from './signatures.ts';

/**
 * Branch names that a tool makes by itself. The slash matters: of 19 branches like `cursor-stream-chunks` or
 * `claude-vertex`, none held work of AI.
 */
export const branchSignatures: readonly ChangeSignature[] = (
  [
    ['claude-code', /^claude\/./, 'claude-code-action, default of branch_prefix (133 of 151 heads)'],
    ['copilot-agent', /^copilot\/./, 'GitHub docs: the agent can only push there (53 of 58)'],
    ['cursor', /^cursor\/.+-[0-9a-f]{4}$/, 'corpus (108 of 123)'],
    ['codex', /^codex\/./, 'queries of AIDev and PRarena; 2 of 77 heads bear a sign of their own'],
    ['devin', /^devin\/\d{10}-/, 'corpus (21 of 22)'],
    ['openhands', /^openhands(?:\/.|-fix-(?:issue|pr)-\d)/, 'OpenHands resolver (119 of 141)'],
    ['sweep', /^sweep\/./, 'sweepai/sweep'],
    ['factory-droid', /^droid\/./, 'droid-action'],
    ['junie', /^junie\/./, 'junie-github-action (48 of 48)'],
  ] as const
).map(([tool, pattern, source]) => ({
  ...{ id: `${tool}.branch`, tool, pattern, source },
  ...{ level: 'circumstantial', role: 'author' },
}));

/** What only descriptions of pull requests show, beside the lines that messages show too. */
export const descriptionSignatures: readonly ChangeSignature[] = [
  {
    ...{ id: 'cursor.agent-link', tool: 'cursor', level: 'circumstantial', role: 'author' },
    pattern: /https:\/\/(?:www\.)?cursor\.com\/(?:agents|background-agent)\b/i,
    source: 'coderbuds rules',
  },
  {
    ...{ id: 'cursor.summary', tool: 'cursor', level: 'circumstantial', role: 'reviewer' },
    pattern: /<!-- CURSOR_SUMMARY -->/,
    source: 'coderbuds rules; the reviewing bot writes it under the work of people too',
  },
  {
    ...{ id: 'declaration.checkbox', tool: 'other', level: 'circumstantial', role: 'assistant' },
    pattern: /^\s*[-*+]?\s*\[x\]\s+This contribution was assisted or created by Generative AI tools\b/i,
    source: 'chaoss/disclosure constants.go',
  },
];
