import type { Signal } from '../domain/provenance.ts';
import { makeSignal } from './make-signal.ts';
import { matchAgentName, toolInProse } from './match-agent-name.ts';
import type { Message } from './read-message.ts';

/**
 * Credits in words, where the value decides: `Assisted-by:` and its like stand for people in most projects, and only a
 * value that names an agent or a model is a sign. Forms are those that Linux, Fedora, Apache and Ghostty ask for.
 */
export function readCredits(message: Message): readonly Signal[] {
  return [...creditTrailers(message), ...creditLines(message), ...declarations(message)];
}

const creditKeys =
  /^(?:(?:ai-)?(?:assisted|generated)-(?:by|with)|co-(?:authored|developed)-by|(?:made|written|created|built)-(?:by|with)|(?:ai|coding)-(?:agent|tool))$/;

/** With an address, the value is a person like any other, and the address decides. */
function creditTrailers({ trailers }: Message): readonly Signal[] {
  return trailers.flatMap(({ key, value, person, line }) => {
    const tool = creditKeys.test(key) && person === null ? matchAgentName(value) : null;
    if (tool === null) return [];
    const role = key.startsWith('co-') ? 'co-author' : 'assistant';
    return [
      makeSignal({ rule: `credit.${key}`, tool, detector: 'trailer', level: 'identity-claim', role }, line),
    ];
  });
}

const creditLine =
  /^\W{0,8}(assisted|generated|written|created|made|authored|coded|built|implemented|spotted|found|reported|pointed out|caught|flagged) (?:by|with|using)[: ]\s*(.{1,120})$/iu;
/** Tools that bear the names of other software, with which something may well be built or made. */
const wordlike = new Set(['warp', 'amp', 'goose', 'crush', 'lovable', 'zed', 'kiro']);
const foundOnly = /^(?:spotted|found|reported|pointed out|caught|flagged)$/i;

/**
 * A whole line of credit below the subject, alone in its paragraph or among trailers. One that goes on in the next
 * line is prose. Who found a fault did not write the code that mends it.
 */
function creditLines({ lines }: Message): readonly Signal[] {
  return lines.flatMap((line, index) => {
    const [, verb = '', value = ''] = creditLine.exec(line) ?? [];
    const reviewed = foundOnly.test(verb);
    const standsAlone = index > 0 && (isBorder(lines[index + 1]) || reviewed);
    const tool = verb !== '' && standsAlone ? matchAgentName(value) : null;
    if (tool === null || (wordlike.has(tool) && !/^assisted$/i.test(verb))) return [];
    const kind = reviewed
      ? ({ rule: 'review.credit', level: 'circumstantial', role: 'reviewer' } as const)
      : ({ rule: 'credit.line', level: 'identity-claim', role: 'assistant' } as const);
    return [makeSignal({ ...kind, tool, detector: 'footer' }, line)];
  });
}

const isBorder = (line: string | undefined): boolean =>
  line === undefined || line === '' || /^[A-Za-z][\w-]*\s?:\s/.test(line);

const declaration =
  /^(?:#{1,6} *)?\W{0,3}(ai (?:disclosure|usage|assistance)|(?:generative|gen) ?ai (?:disclosure|usage)|disclosure)\b[*_]{0,3}(?::[*_]{0,3}|(?=\s*$))\s*(.*)$/i;
const denial =
  /^(?:none|no|nope|n\/?a|not (?:used|applicable)|nothing|without|zero|never)\b|\b(?:no|without(?: any)?|zero) (?:ai|llms?|generative|agents?)\b|\b(?:ai|llms?|agents?)\b.{0,20}\b(?:not|n't|never)\b|\b(?:not|n't|never) (?:use|used|using|involve)/i;
const speaksOfAi = /\b(?:ai|llms?|agents?|gpt|chatgpt|claude|copilot|codex|gemini|cursor)\b/i;

/**
 * `AI disclosure: …` and the like, below the subject and to the end of the paragraph. Its first sentence may deny, and
 * silence declares nothing.
 */
function declarations({ lines }: Message): readonly Signal[] {
  return lines.flatMap((line, index) => {
    const [, heading = '', first = ''] = declaration.exec(line) ?? [];
    if (heading === '' || index === 0) return [];
    const text = [first, ...paragraphAfter(lines, first === '' ? skipBlank(lines, index) : index)]
      .join(' ')
      .trim();
    if (text === '' || denial.test(text.split(/[.!\n]/, 1)[0] ?? '')) return [];
    if (/^disclosure$/i.test(heading) && !speaksOfAi.test(text)) return [];
    const tool = toolInProse(text);
    const kind = { rule: 'declaration.prose', level: 'identity-claim', role: 'assistant' } as const;
    return [makeSignal({ ...kind, tool, detector: 'footer' }, `${line} ${first === '' ? text : ''}`)];
  });
}

function paragraphAfter(lines: readonly string[], index: number): readonly string[] {
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((line) => line === '' || line.startsWith('#'));
  return rest.slice(0, Math.min(end < 0 ? rest.length : end, 20));
}

/** Under a heading, one empty line may come before the text. */
const skipBlank = (lines: readonly string[], index: number): number =>
  lines[index + 1] === '' ? index + 1 : index;
