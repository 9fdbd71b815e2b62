import type { Divergence } from '../../domain/divergence.ts';
import { lineEndsNote, linesCutNote } from '../text/compare-text.ts';
import { type HunkLines, readHunks, showLine } from '../text/hunk-lines.ts';
import { framesNote } from '../text/stack-frames.ts';
import { differOnlyInVersion } from '../text/version-banner.ts';
import { differOnlyInTime } from '../values/differ-only-in-time.ts';
import { isText } from '../values/kinds-of-value.ts';
import { type Excuse, noise, refuse, stands } from './excuse.ts';
import { type ExcuseContext, valuePlace, variedIn } from './excuse-value.ts';
import { canAgreeByChance, findMisfit } from './fit-constraint.ts';
import { describeConstraint } from './value-constraint.ts';

/**
 * A text that differs is noise only when every changed line is: each must stand in for a line that varied for the
 * baseline too, and keep to the form that such lines have. One line that does not makes the whole text a finding.
 */
export function excuseText(divergence: Divergence, context: ExcuseContext): Excuse {
  if (divergence.note?.includes(framesNote)) {
    return noise('stack frames', 'frames name source lines, which any edit moves');
  }
  const known = context.noise.ofExchange(context.exchange.exchangeId).divergences;
  const texts = known.filter((one) => isText(one) && one.pattern === divergence.pattern);
  if (divergence.note?.includes(linesCutNote)) return refuseCut(texts);
  if (divergence.note?.includes(lineEndsNote)) return excuseLineEnds(texts);
  const volatileLines = new Set(texts.flatMap((text) => readHunks(text).flatMap(({ removed }) => removed)));
  const isNoise = (run: HunkLines): boolean =>
    run.removed.length === run.added.length &&
    run.removed.every((line, index) =>
      isNoisyLine(line, run.added[index] ?? '', { divergence, context, volatileLines }),
    );
  const standing = readHunks(divergence).find((run) => !isNoise(run));
  if (standing !== undefined) return unexcusedLine(texts);
  const place = valuePlace(context, divergence);
  if (place === null) return noise('time or version', 'the lines differ in nothing else');
  return noise(`lines of ${describeConstraint(place.constraint)}`, variedIn(place));
}

/** A line that was left out was held against nothing: whatever the baseline does, it may hide a change. */
function refuseCut(texts: readonly Divergence[]): Excuse {
  if (texts.length === 0) return stands('the baseline does not vary there');
  return refuse('unresolved', 'more lines changed than can be held one by one against what varies');
}

function unexcusedLine(texts: readonly Divergence[]): Excuse {
  if (texts.length === 0) return stands('the baseline does not vary there');
  return refuse('other-form', 'a line changed that does not vary for the baseline, or varies otherwise');
}

function excuseLineEnds(texts: readonly Divergence[]): Excuse {
  const isKnown = texts.some(({ note }) => note?.includes(lineEndsNote) ?? false);
  if (!isKnown) return stands('the baseline always ends its lines one way');
  return noise('ends of lines', 'differ for the baseline too');
}

type LineContext = {
  readonly divergence: Divergence;
  readonly context: ExcuseContext;
  readonly volatileLines: ReadonlySet<string>;
};

function isNoisyLine(
  line: string,
  replacement: string,
  { divergence, context, volatileLines }: LineContext,
): boolean {
  const place = valuePlace(context, divergence);
  const sides = { baseline: showLine(line), candidate: showLine(replacement) };
  if (place !== null && findMisfit(place.constraint, sides) === null) {
    if (volatileLines.has(line) || canAgreeByChance(place.constraint, sides.baseline)) return true;
  }
  return (
    differOnlyInTime(sides.baseline, sides.candidate, context.exchange.answeredAt) ||
    differOnlyInVersion(divergence.place, sides)
  );
}
