import type { FunctionPair } from '../aligning/align-builds.ts';
import type { PlacedPair } from '../aligning/align-change.ts';
import { entrySide, expressionSide, type SidePlace, sidePlace, spotBefore } from '../probes/side-place.ts';
import type { Spot } from '../source/source-statements.ts';
import type { AskedPlace } from './asked-place.ts';
import { closestLines, findFunctions, findStatement } from './find-statement.ts';
import type { AskedFiles } from './read-asked-files.ts';

export type LookMoment = 'entry' | 'before' | 'after' | 'round' | 'catch' | 'return' | 'end';

/** One spot at which state is captured, in both builds or in the one that has it. */
export type Look = {
  readonly moment: LookMoment;
  readonly placed: PlacedPair;
  readonly baseline: SidePlace | null;
  readonly candidate: SidePlace | null;
};

export type FoundLooks =
  | { readonly kind: 'found'; readonly looks: readonly Look[] }
  /** `remedy` is one imperative sentence. */
  | { readonly kind: 'not-found'; readonly reason: string; readonly remedy: string };

export type BuildSide = 'baseline' | 'candidate';

/** Used for each place that is asked for, `side` being the build whose lines it counts: what to look at, in the order of the program. */
export function findLooks(files: AskedFiles, asked: AskedPlace, side: BuildSide): FoundLooks {
  const at = files.files.findIndex(({ path }) => path[side] === asked.file);
  const unread = files.files[at]?.unread[side];
  if (unread !== undefined)
    return notFound(`${asked.file} cannot be read: ${unread}`, 'Name a file of code.');
  const inFile = files.pairs.filter(
    ({ pair, baselineFile, candidateFile }) =>
      pair[side] !== null && (side === 'baseline' ? baselineFile : candidateFile) === at,
  );
  return asked.kind === 'function' ? looksOfFunction(inFile, asked, side) : looksOfLine(inFile, asked, side);
}

function notFound(reason: string, remedy: string): FoundLooks {
  return { kind: 'not-found', reason, remedy };
}

function looksOfLine(
  inFile: readonly PlacedPair[],
  asked: AskedPlace & { readonly kind: 'line' },
  side: BuildSide,
): FoundLooks {
  const found = findStatement(inFile, { ...asked, side });
  switch (found.kind) {
    case 'statement':
      return { kind: 'found', looks: statementLooks(found.placed, found.index) };
    case 'head':
      return { kind: 'found', looks: functionLooks(found.placed).slice(0, 1) };
    case 'nothing': {
      const near = closestLines(inFile, asked.line, side);
      const remedy =
        near.length === 0 ? 'Name another file.' : `Name one of the nearest lines: ${near.join(' · ')}`;
      return notFound(`No statement stands at ${asked.text}`, remedy);
    }
    default:
      return found satisfies never;
  }
}

function looksOfFunction(
  inFile: readonly PlacedPair[],
  asked: AskedPlace & { readonly kind: 'function' },
  side: BuildSide,
): FoundLooks {
  const { named, known } = findFunctions(inFile, asked.name, side);
  const [first, ...others] = named;
  if (first === undefined) {
    const remedy = known.length === 0 ? 'Name a line.' : `Name one of these: ${known.join(', ')}.`;
    return notFound(`There is no function ${asked.name} in ${asked.file}`, remedy);
  }
  if (others.length > 0) {
    const names = named.map(({ pair }) => pair[side]?.source.name ?? '').join(', ');
    return notFound(
      `Several functions are called ${asked.name} in ${asked.file}`,
      `Name one in full, or a line: ${names}.`,
    );
  }
  return { kind: 'found', looks: functionLooks(first) };
}

/** A statement before it runs, where it goes by turns each turn, and what it has done. */
function statementLooks(placed: PlacedPair, index: number): readonly Look[] {
  const { pair } = placed;
  const both = pair.statements[index];
  const look = (moment: LookMoment, spotOf: Parameters<typeof sidePlace>[2]): readonly Look[] =>
    unlessEmpty({
      ...{ moment, placed },
      baseline: sidePlace(pair.baseline, both?.baseline, spotOf),
      candidate: sidePlace(pair.candidate, both?.candidate, spotOf),
    });
  const hasEffect = !/^(?:If|Switch|Try)Statement$/.test(
    (both?.candidate ?? both?.baseline)?.traits.type ?? '',
  );
  return [
    ...look('before', ({ statement }) => spotBefore(statement.node)),
    ...look('round', ({ statement }) => statement.iteration),
    ...look('catch', ({ statement }) => statement.handler),
    ...(hasEffect ? look('after', ({ statement }) => statement.after) : []),
  ];
}

/** A function as it is entered, at each `return`, and at its end where that can be reached. */
function functionLooks(placed: PlacedPair): readonly Look[] {
  const { pair } = placed;
  const ends = endOf(pair);
  const returns = pair.statements.flatMap(({ baseline, candidate }): readonly Look[] =>
    (candidate ?? baseline)?.traits.type !== 'ReturnStatement'
      ? []
      : unlessEmpty({
          ...{ moment: 'return' as const, placed },
          baseline: sidePlace(pair.baseline, baseline, ({ statement }) => spotBefore(statement.node)),
          candidate: sidePlace(pair.candidate, candidate, ({ statement }) => spotBefore(statement.node)),
        }),
  );
  return [
    ...unlessEmpty({
      moment: 'entry',
      placed,
      baseline: entrySide(pair.baseline),
      candidate: entrySide(pair.candidate),
    }),
    ...unlessEmpty({
      ...{ moment: 'return', placed },
      baseline: expressionSide(pair.baseline),
      candidate: expressionSide(pair.candidate),
    }),
    ...returns,
    ...unlessEmpty({ moment: 'end', placed, ...ends }),
  ];
}

function endOf({ baseline, candidate }: FunctionPair): Pick<Look, BuildSide> {
  const spotOf = (side: FunctionPair[BuildSide]): SidePlace | null => {
    if (side === null || side.source.node.type === 'Program') return null;
    const { body } = side.source.node;
    if (body.type !== 'BlockStatement' || body.body.length === 0) return null;
    if (/^(?:Return|Throw)Statement$/.test(body.body.at(-1)?.type ?? '')) return null;
    const spot: Spot = { node: body, atClosingBrace: true };
    return { side, spot, described: null };
  };
  return { baseline: spotOf(baseline), candidate: spotOf(candidate) };
}

function unlessEmpty(look: Look): readonly Look[] {
  return look.baseline === null && look.candidate === null ? [] : [look];
}
