import type { Person } from '../domain/change.ts';

/** A message as the detectors read it. Lines that do not count are empty, so that positions and paragraphs stay. */
export type Message = {
  readonly lines: readonly string[];
  readonly trailers: readonly Trailer[];
  /** Several commits were squashed into this one, as far as the message tells. */
  readonly isSquash: boolean;
};

/** A line `Key: value`, wherever it stands: hosts and tools put trailers in places where git does not look. */
export type Trailer = {
  /** In lower case, with hyphens. */
  readonly key: string;
  readonly value: string;
  /** The value as a person, when it ends in an address. */
  readonly person: Person | null;
  readonly line: string;
};

const longestLine = 2_000;

/**
 * Used on messages of commits and descriptions of pull requests. What is quoted, indented or fenced is spoken of and not
 * said, and does not count; a fence that is never closed hides nothing. Some tools write `\n` as two characters.
 */
export function readMessage(text: string): Message {
  const unescaped = text.includes('\\n\\n') ? text.replaceAll('\\n', '\n') : text;
  const all = unescaped.replace(/\r\n?/g, '\n').split('\n');
  const lines = withoutFences(all).map((line) => (isSaid(line) ? line.trimEnd() : ''));
  return { lines, trailers: lines.flatMap(readTrailer), isSquash: isSquashed(lines) };
}

/** A key with a blank in it, such as `Reported by`, is prose; `Co-authored by` alone is a slip of the hand. */
function readTrailer(line: string): readonly Trailer[] {
  const pattern = /^(co[- ]authored[- ]by|[a-z][\w-]{0,60})\s?:\s*(\S.*)$/i;
  const [, key = '', value = ''] = pattern.exec(line) ?? [];
  return key === ''
    ? []
    : [{ key: key.toLowerCase().replaceAll(' ', '-'), value, person: readPerson(value), line }];
}

const address = '[^\\s<>@`"\']+@[^\\s<>@`"\']+';
const bracketed = new RegExp(`^([^<>]*)<\\s*(${address})\\s*>\\s*(?:$|[(#\\[.,;])`);
const bare = new RegExp(`^${address}$`);

/** `Name <address>`, also without the angle brackets, and with a remark after it; a quotation mark after it is prose. */
function readPerson(value: string): Person | null {
  const [, name, email] = bracketed.exec(value) ?? [];
  if (email !== undefined) return { name: (name ?? '').trim(), email };
  const words = value.trim().split(/\s+/);
  const last = words.pop() ?? '';
  return bare.test(last) && !value.includes('<') ? { name: words.join(' '), email: last } : null;
}

const isSaid = (line: string): boolean => !/^[\s>]/.test(line) && line.length <= longestLine;

function withoutFences(lines: readonly string[]): readonly string[] {
  const kept = [...lines];
  let open: number | null = null;
  lines.forEach((line, index) => {
    if (!/^\s{0,3}(?:```|~~~)/.test(line)) return;
    if (open === null) open = index;
    else {
      kept.fill('', open, index + 1);
      open = null;
    }
  });
  return kept;
}

/** GitHub lists the squashed commits with asterisks and draws a rule above the trailers. */
function isSquashed(lines: readonly string[]): boolean {
  return lines.some((line) => /^-{9,}$/.test(line)) || lines.filter((line) => /^\* \S/.test(line)).length > 1;
}
