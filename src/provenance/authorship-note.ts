import * as z from 'zod';

/** Who attests to lines in a note. `tools` is empty when no line is an agent's. */
export type AuthorshipNote = {
  readonly tools: readonly string[];
  readonly hasAgentLines: boolean;
  readonly hasHumanLines: boolean;
};

const agent = z.looseObject({ agent_id: z.looseObject({ tool: z.string() }) });
const records = z.looseObject({
  prompts: z.record(z.string(), z.unknown()).optional(),
  sessions: z.record(z.string(), z.unknown()).optional(),
});

/** Names that git-ai gives to tools, and ours for them. */
const toolNames: Readonly<Record<string, string>> = {
  claude: 'claude-code',
  'github-copilot': 'copilot-vscode',
  gemini: 'gemini-cli',
  droid: 'factory-droid',
  'continue-cli': 'continue',
};

const known = new Set(
  [
    'codex',
    'cursor',
    'devin',
    'opencode',
    'amp',
    'junie',
    'pi',
    'windsurf',
    'kiro',
    'aider',
    'jules',
    'continue',
  ].concat(Object.values(toolNames)),
);

/** Tools that the tests of git-ai make up. */
const madeUp = new Set(['mock_ai', 'test-agent']);

/**
 * Reads a note of git-ai (authorship log, specification 3.0.0): a list of files with lines of the form
 * `  key ranges`, a line `---`, and JSON that says who the keys are. Keys are told apart by prefix, and a key that the
 * JSON does not explain still says what kind it is. `null` when the text is not such a note.
 */
export function readAuthorshipNote(text: string): AuthorshipNote | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const rule = lines.indexOf('---');
  if (rule < 0) return null;
  const keys = lines.slice(0, rule).flatMap(keyOf);
  const tools = toolsOf(lines.slice(rule + 1).join('\n'));
  const agents = keys.filter((key) => !key.startsWith('h_')).map((key) => tools.get(key) ?? 'other');
  const real = agents.filter((tool) => !madeUp.has(tool));
  return {
    tools: [...new Set(real.map(ourName))],
    hasAgentLines: real.length > 0,
    hasHumanLines: keys.some((key) => key.startsWith('h_')),
  };
}

/** A session key goes on with the id of the single trace after `::`. */
function keyOf(line: string): readonly string[] {
  const [, key] = /^ {2}(\S+) \d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/.exec(line) ?? [];
  return key === undefined ? [] : [key.split('::', 1)[0] ?? key];
}

function toolsOf(json: string): ReadonlyMap<string, string> {
  const parsed = records.safeParse(parseJson(json));
  if (!parsed.success) return new Map();
  const entries = Object.entries({ ...parsed.data.prompts, ...parsed.data.sessions });
  return new Map(
    entries.flatMap(([key, entry]) => {
      const record = agent.safeParse(entry);
      return record.success ? [[key, record.data.agent_id.tool] as const] : [];
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function ourName(tool: string): string {
  const name = toolNames[tool] ?? tool;
  return known.has(name) ? name : 'other';
}
