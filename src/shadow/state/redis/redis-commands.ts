import { reasonOf, stateUnavailable } from '../state-unavailable.ts';
import type { RedisClient } from './redis-client.ts';

/** Runs a file of commands, one a line as `redis-cli` takes them; `#` begins a comment. Stops at the first mistake. */
export async function runCommands(
  client: RedisClient,
  { path, text }: { readonly path: string; readonly text: string },
): Promise<void> {
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const words = splitWords(line);
    if (words.length === 0) continue;
    try {
      await client.command(...words);
    } catch (error) {
      throw stateUnavailable(
        `The seed ${path} fails in line ${at + 1}: ${reasonOf(error)}.`,
        'Correct the seed; each line is one command of Redis, and words with blanks stand in quotes.',
        error,
      );
    }
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** Words apart by blanks; in double quotes with `\n`, `\xff` and the like, in single quotes as they are. */
export function splitWords(line: string): readonly Buffer[] {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const word = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g;
  return [...trimmed.matchAll(word)].map(([, double, single, bare]) => {
    if (double !== undefined) return unescaped(double);
    return Buffer.from(single === undefined ? (bare ?? '') : single.replaceAll("\\'", "'"));
  });
}

function unescaped(text: string): Buffer {
  const parts = text.split(/(\\x[0-9a-fA-F]{2}|\\.)/).map((part) => {
    if (part.startsWith('\\x') && part.length === 4) return Buffer.from(part.slice(2), 'hex');
    return Buffer.from(part.startsWith('\\') ? (escapes[part[1] ?? ''] ?? part.slice(1)) : part);
  });
  return Buffer.concat(parts);
}
