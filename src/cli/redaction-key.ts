import { randomBytes } from 'node:crypto';
import { GateError } from '../errors.ts';

const variable = 'SHADOWGATE_REDACTION_KEY';
const shortest = 16;

/** Below the options of every command that writes a recording. */
export const redactionKeyHelp = `
Tokens that stand for secrets are made with the key in ${variable}, or else with
a new key each time: only recordings with the same key have the same tokens.`;

/**
 * The key that makes the tokens of a recording. A new random one, kept nowhere, unless the environment names one:
 * the same key gives the same tokens in the next recording, and whoever has it can test guesses against them.
 */
export function redactionKey(environment: Readonly<Record<string, string | undefined>>): Uint8Array {
  const named = environment[variable];
  if (named === undefined) return randomBytes(32);
  if (named.length >= shortest) return Buffer.from(named);
  throw new GateError({
    code: 'bad-usage',
    message: `${variable} has ${named.length} characters; fewer than ${shortest} can be guessed.`,
    remedy: `Set ${variable} to a random text of at least ${shortest} characters, or unset it.`,
  });
}
