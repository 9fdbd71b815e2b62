/** One word of a POSIX shell, whatever it holds. A NUL cannot be passed to any program and is refused. */
export function quoteForShell(word: string): string {
  if (word.includes('\0')) throw new Error('A word for the shell holds a NUL.');
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A whole command. */
export function quoteCommand(words: readonly string[]): string {
  return words.map(quoteForShell).join(' ');
}

/**
 * Where the programs that make a sandbox are looked up. Never on the PATH of the service: the change could put its
 * own `mount` there, and that would run with the privileges that the sandbox is made with.
 */
export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
