/**
 * Breaks text into lines of at most a width, between words where it can and inside a word where it must. Text that
 * fits stays as it is, its double blanks included.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const room = Math.max(20, width);
  const lines: string[] = [];
  let rest = text;
  while ([...rest].length > room) {
    const head = [...rest].slice(0, room + 1).join('');
    const blank = head.trimEnd().length < head.length ? head.trimEnd().length : head.lastIndexOf(' ');
    const cut = blank > room / 3 ? blank : [...rest].slice(0, room).join('').length;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}

/**
 * Puts pieces on lines, as many as fit beside each other with ` · ` between. A line that continues begins with the
 * dot; a piece too long for a line is wrapped alone.
 */
export function wrapPieces(pieces: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const joined = last === undefined ? piece : `${last} · ${piece}`;
    if (last !== undefined && [...joined].length <= width) lines[lines.length - 1] = joined;
    else lines.push(last === undefined ? piece : `· ${piece}`);
  }
  return lines.flatMap((line) => wrapText(line, width));
}
