/** One line of the table: what was measured, against its yardstick in the same run. */
export type Measured = {
  readonly name: string;
  /** Times of the yardstick, or ms where the bar is one of time. */
  readonly ratio: number;
  /** `null` where no bar is set. */
  readonly bar: number | null;
  readonly found: number;
  /** How many divergences there are; `null` where that says nothing. */
  readonly expected: number | null;
};

export function isMet({ ratio, bar, found, expected }: Measured): boolean {
  return (bar === null || ratio <= bar) && (expected === null || found === expected);
}

export function writeTable(lines: readonly Measured[]): string {
  return lines
    .map((line) => {
      const { name, ratio, bar, found } = line;
      const figures = `${ratio.toPrecision(3).padStart(9)}  ${bar === null ? '     -' : `≤ ${bar}`.padStart(6)}`;
      return `${isMet(line) ? 'met ' : 'OVER'}  ${name.padEnd(52)} ${figures}  found ${found}`;
    })
    .join('\n');
}
