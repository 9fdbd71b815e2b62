import { agentNameEndings, agentNames, modelFamilies } from './agent-names.ts';

/**
 * Used on the value of a trailer or the end of a credit line: the tool when the whole value names a coding agent or a
 * model, `other` when it names a model, a vendor or AI as such, `null` when it names anything else, above all a person.
 * Understands `Claude Opus 4.8`, `AGENT:MODEL [tools]` as the Linux kernel asks for it, and `MODEL via HARNESS`, where
 * the harness is the tool.
 */
export function matchAgentName(value: string): string | null {
  const plain = plainText(value);
  if (plain === '' || plain.length > 120) return null;
  const harness = /\svia\s+(.+)$/i.exec(plain)?.[1];
  if (harness !== undefined) return matchAgentName(harness);
  const named = plain.split(/\s*(?:,|;|&|\band\b|\+)\s*/i).map(matchOne);
  return named.includes(null) ? matchOne(plain) : (named.find((tool) => tool !== 'other') ?? 'other');
}

/** Used inside a declaration that AI took part: which tool its prose speaks of, `other` when none is named. */
export function toolInProse(text: string): string {
  const found = agentNames
    .map(({ tool, written }) => ({ tool, at: text.search(written) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.tool ?? 'other';
}

const matchOne = (plain: string): string | null =>
  matchWhole(plain) ?? matchPair(plain) ?? (isGeneric(plain) ? 'other' : null);

function plainText(value: string): string {
  return value
    .replace(/\[([^\]]{1,80})\]\([^)]{0,300}\)/g, '$1')
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/[.!\s]+$/, '')
    .replace(/^\s+/, '');
}

function matchWhole(plain: string): string | null {
  const words = plain
    .toLowerCase()
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ')
    .replace(/[-_/\s]+/g, ' ')
    .trim();
  for (const { tool, names } of agentNames) {
    for (const name of names) {
      if (words.startsWith(name) && endsLikeAnAgent(words.slice(name.length))) return tool;
    }
  }
  return null;
}

/** What follows the name: nothing, versions, known words, or a family that nobody knows yet with its version. */
function endsLikeAnAgent(rest: string): boolean {
  if (rest !== '' && !/^(?: |v?\d)/.test(rest)) return false;
  const words = rest.split(' ').filter(Boolean);
  const isVersion = (word: string | undefined) =>
    word !== undefined && /^v?\d+(?:[.:]\w+)*[a-z]?$/.test(word);
  return words.every(
    (word, index) =>
      isVersion(word) || agentNameEndings.has(word) || (/^[a-z]+$/.test(word) && isVersion(words[index + 1])),
  );
}

/** `AGENT:MODEL`, with the names of further tools after it; a vendor in place of the agent does not tell the tool. */
function matchPair(plain: string): string | null {
  const [, agent = '', model = ''] = /^([A-Za-z][\w .-]{0,40}):\s?([^\s:/][^\s]*)/.exec(plain) ?? [];
  if (agent === '') return null;
  const tool = matchWhole(agent);
  if (tool !== null) return tool;
  return isModelName(model) ? 'other' : null;
}

/** A family with a version, such as `gpt-5` or `openrouter/qwen/qwen3-coder`. */
function isModelName(name: string): boolean {
  const own = name.slice(name.lastIndexOf('/') + 1);
  return (
    new RegExp(`^(?:${modelFamilies})(?:-[a-z]+){0,2}-?v?\\d`, 'i').test(own) || /^o\d(?:-\w+)?$/.test(own)
  );
}

function isGeneric(plain: string): boolean {
  const what =
    '(?:ai|genai|llms?|large language models?)(?: (?:chatbots?|tools?|assistants?|agents?|models?))?';
  return new RegExp(`^(?:an? |the |generic |generative |various )*${what}$`, 'i').test(plain);
}
