type Blamed = { readonly base: string; readonly head: string; readonly path: string };

/** What git is asked for; a filter that the change names for its own files is not run. */
export function blameArguments({ base, head, path }: Blamed): readonly string[] {
  return ['blame', '--porcelain', '--no-textconv', `${base}..${head}`, '--', path];
}

/**
 * Reads the porcelain form: a line of 40 hex digits, the number at that commit and the one at head before each line of the file. What the
 * range does not hold is marked as `boundary`, once for each commit.
 */
export function parseBlame(text: string): ReadonlyMap<number, string> {
  const commits = new Map<number, string>();
  const older = new Set<string>();
  let sha = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('\t')) continue;
    const [, name, number] = /^([0-9a-f]{40,64}) \d+ (\d+)(?: \d+)?$/.exec(line) ?? [];
    if (name !== undefined) {
      sha = name;
      commits.set(Number(number), name);
    } else if (line === 'boundary') older.add(sha);
  }
  return new Map([...commits].filter(([, commit]) => !older.has(commit)));
}
