import type { IdentitySignature } from './signatures.ts';

const claim = 'identity-claim' as const;

/** An agent's name at its maker's domain; either half alone may be a person. */
const vendors = (
  [
    [
      'claude-code',
      /^Claude(?: (?:Code|AI|Agent|Bot|Opus|Sonnet|Haiku)\b.*| \(.*\))?$/i,
      /@(?:[\w-]+\.)*anthropic\.com$/i,
    ],
    ['codex', /^(?:OpenAI |ChatGPT )?Codex(?: .*)?$/i, /@(?:[\w-]+\.)*openai\.com$/i],
    ['other', /^(?:OpenAI )?(?:Chat)?GPT\b.*$/i, /@(?:[\w-]+\.)*openai\.com$/i],
    ['cursor', /^Cursor(?: (?:Agent|AI|Bot).*)?$/i, /@cursor\.(?:com|sh|ai)$/i],
    ['gemini-cli', /^(?:Google )?Gemini(?: (?:CLI|AI|Pro|Flash|\d).*)?$/i, /@google\.com$/i],
    ['devin', /^Devin(?: AI)?$/i, /@(?:devin\.ai|cognition\.ai|cognition-labs\.com)$/i],
    ['windsurf', /^(?:Windsurf|Cascade)(?: .*)?$/i, /@(?:windsurf\.(?:ai|com)|codeium\.com)$/i],
    ['openhands', /^Open(?:Hands|Devin)(?: .*)?$/i, /@(?:all-hands|openhands)\.dev$/i],
    ['goose', /^goose$/i, /^opensource@block\.xyz$/i],
    ['cline', /^Cline(?: Bot)?$/i, /^noreply@cline\.bot$/i],
    ['amp', /^(?:Sourcegraph )?Amp$/i, /@(?:ampcode|sourcegraph)\.com$/i],
  ] as const
).map(([tool, name, email]) => ({
  ...{ id: `${tool}.name-at-vendor`, tool, level: claim, name, email },
  source: 'hand-written co-author lines; corpus (claude@anthropic.com and others)',
}));

/** A part of an own address that says which agent wrote under it. A no-reply address has a login after its plus. */
const subAddresses = (
  [
    ['claude-code', 'claude(?:-code)?'],
    ['pi', 'pi_coding_agent'],
    ['codex', 'codex'],
    ['aider', 'aider'],
  ] as const
).map(([tool, part]) => ({
  ...{ id: `${tool}.sub-address`, tool, level: claim },
  email: new RegExp(`^[^@]+\\+${part}@(?!users\\.noreply\\.)`, 'i'),
  source: 'corpus (+claude, +pi_coding_agent)',
}));

/** Names that tell of an agent, whoever runs it. */
export const namedIdentities: readonly IdentitySignature[] = [
  ...vendors,
  ...subAddresses,
  {
    ...{ id: 'name.claude-model', tool: 'claude-code', level: claim },
    name: /^Claude[ -](?:[a-z]+[ -]v?\d|\d\.\d)/i,
    source: 'hand-written co-author lines; a name with family and version is borne by no person',
  },
  {
    ...{ id: 'name.model', tool: 'other', level: claim },
    name: /^(?:(?:OpenAI )?(?:Chat)?GPT[ -]v?\d|(?:Google )?Gemini[ -](?:\d\.\d|Pro\b|Flash\b))/i,
    source: 'the same for other makers, whose models run in many tools',
  },
  {
    ...{ id: 'name.model-suffix', tool: 'other', level: claim, committerLevel: 'circumstantial' },
    name: / \((?:[\w.-]+\/){0,3}(?:gpt|claude|gemini|deepseek|qwen|glm|kimi|llama|grok|mistral)[\w.:-]*\d[\w.:-]*\)$/i,
    source: 'corpus: authors such as `Name (gemini-2.5-pro-preview-05-06)`, set in the settings of aider',
  },
  {
    ...{ id: 'name.ai-agent', tool: 'other', level: claim },
    name: /^AI\b.{0,40}\b(?:Agent|Assistant|Bot|Coder|Developer|Engineer)$/,
    source: 'corpus: `AI Assistant`, `AI Feature Agent`',
  },
  {
    ...{ id: 'name.via-agent', tool: 'other', level: claim },
    name: /\(?\bvia [^()]{1,40} Agent\)?$/,
    source: 'corpus',
  },
];
