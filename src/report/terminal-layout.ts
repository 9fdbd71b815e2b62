import pc from 'picocolors';
import { wrapText } from './wrap-text.ts';

export type Paint = ReturnType<typeof pc.createColors>;

/** Colours only where they were asked for; picocolors would look at the environment, which is the shell's to do. */
export function createPaint(colours: boolean): Paint {
  return pc.createColors(colours);
}

/** Room for every fixed line in a narrow split, and not endless on a wide screen. */
export function readableWidth(width: number): number {
  const known = Number.isFinite(width) ? Math.floor(width) : 100;
  return Math.min(Math.max(known, 60), 140);
}

/** A label in a column of its own with its text beside it, wrapped under itself. */
export function labelled(label: string, lines: readonly string[], paint: Paint): readonly string[] {
  const column = 12;
  return lines.map((line, index) => {
    const head = index === 0 ? label.padEnd(column - 1) : ' '.repeat(column - 1);
    return `${paint.dim(head)} ${line}`;
  });
}

/** The same with text that still has to be wrapped. */
export function labelledText(label: string, text: string, width: number, paint: Paint): readonly string[] {
  return labelled(label, wrapText(text, width - 12), paint);
}

/** Lines moved to the right. */
export function indented(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}
