/**
 * Names under which people credit a coding agent in words, for values such as that of `Assisted-by:`. `written` is how
 * the name stands in prose, where only the capital tells the product from the word (the cursor of a database). Names
 * that people bear are only there with what sets the product apart.
 */
export const agentNames: readonly {
  readonly tool: string;
  /** In lower case, parts separated by blanks, longest first. */
  readonly names: readonly string[];
  readonly written: RegExp;
}[] = [
  {
    tool: 'claude-code',
    names: ['claude code', 'anthropic claude', 'claude'],
    written: /\bClaude\b|\bclaude\.ai\b/,
  },
  { tool: 'codex', names: ['openai codex', 'chatgpt codex', 'codex cli', 'codex'], written: /\bCodex\b/ },
  {
    tool: 'copilot-agent',
    names: ['copilot coding agent', 'copilot swe agent'],
    written: /\bCopilot coding agent\b/i,
  },
  { tool: 'copilot-cli', names: ['github copilot cli', 'copilot cli'], written: /\bCopilot CLI\b/i },
  {
    tool: 'copilot-vscode',
    names: ['github copilot', 'microsoft copilot', 'copilot'],
    written: /\bCopilot\b/,
  },
  { tool: 'cursor', names: ['cursor agent', 'cursor'], written: /\bCursor\b(?! position)|\bcursor\.com\b/ },
  { tool: 'gemini-code-assist', names: ['gemini code assist'], written: /\bGemini Code Assist\b/i },
  { tool: 'gemini-cli', names: ['google gemini', 'gemini cli', 'gemini'], written: /\bGemini\b/ },
  { tool: 'devin', names: ['devin ai'], written: /\bDevin AI\b|\bdevin\.ai\b/ },
  {
    tool: 'jules',
    names: ['google jules', 'google labs jules'],
    written: /\bGoogle Jules\b|\bjules\.google/,
  },
  { tool: 'aider', names: ['aider'], written: /\b[Aa]ider\b/ },
  {
    tool: 'amp',
    names: ['sourcegraph amp', 'ampcode', 'amp code', 'amp'],
    written: /\bAmp\b|\bampcode\.com\b/,
  },
  { tool: 'windsurf', names: ['windsurf cascade', 'windsurf'], written: /\bWindsurf\b/ },
  { tool: 'amazon-q', names: ['amazon q developer', 'amazon q'], written: /\bAmazon Q\b/ },
  { tool: 'kiro', names: ['kiro'], written: /\bKiro\b/ },
  { tool: 'openhands', names: ['openhands', 'opendevin'], written: /\bOpen(?:Hands|Devin)\b/ },
  { tool: 'roo-code', names: ['roo code', 'roomote'], written: /\bRoo Code\b/ },
  { tool: 'cline', names: ['cline'], written: /\bCline\b/ },
  { tool: 'factory-droid', names: ['factory droid'], written: /\bFactory Droid\b/ },
  { tool: 'opencode', names: ['opencode', 'open code'], written: /\b[Oo]pen[Cc]ode\b/ },
  { tool: 'warp', names: ['warp agent', 'warp'], written: /\bWarp\b/ },
  { tool: 'lovable', names: ['lovable'], written: /\bLovable\b/ },
  { tool: 'junie', names: ['jetbrains junie', 'junie'], written: /\bJunie\b/ },
  { tool: 'augment', names: ['augment code', 'augment agent'], written: /\bAugment (?:Code|Agent)\b/ },
  { tool: 'goose', names: ['block goose', 'goose'], written: /\bGoose\b/ },
  { tool: 'crush', names: ['charm crush', 'crush'], written: /\bCrush\b/ },
  { tool: 'qwen-code', names: ['qwen code', 'qwen coder'], written: /\bQwen Cod/ },
  { tool: 'zed', names: ['zed ai', 'zed agent'], written: /\bZed (?:AI|agent)\b/i },
  { tool: 'replit', names: ['replit agent', 'replit assistant'], written: /\bReplit\b/ },
  { tool: 'antigravity', names: ['google antigravity', 'antigravity'], written: /\bAntigravity\b/ },
  { tool: 'hermes', names: ['hermes agent'], written: /\bHermes Agent\b/ },
  {
    tool: 'other',
    names: [
      'chatgpt',
      'openai',
      'anthropic',
      'gpt',
      'grok',
      'deepseek',
      'qwen',
      'kimi',
      'glm',
      'llama',
      'mistral',
    ],
    written: /\b(?:ChatGPT|GPT|Grok|DeepSeek|Qwen|Kimi|GLM|Llama|Mistral)\b/,
  },
];

/** Families whose names, followed by a version, mean a model and nothing else. */
export const modelFamilies =
  'gpt|chatgpt|claude|gemini|deepseek|qwen|glm|kimi|llama|grok|mistral|codestral|devstral|minimax|sonnet|opus|haiku';

/** Words that may follow the name of an agent or model without making it the name of a person. */
export const agentNameEndings = new Set(
  (
    'code cli agent ai assistant bot app cloud web desktop developer chat chatbot security opus sonnet haiku fable pro ' +
    'max mini nano flash lite turbo preview codex thinking high medium low fast ide editor composer auto coder plus ultra ' +
    'claude gpt gemini anthropic openai google model'
  ).split(' '),
);
