import type { Probe } from '../../domain/runtime-snapshot.ts';
import { GateError } from '../../errors.ts';
import { renamedVariables } from '../aligning/renamed-variables.ts';
import type { Moment } from '../probes/choose-places.ts';
import { probeAt } from '../probes/probe-at.ts';
import type { SidePlace } from '../probes/side-place.ts';
import { visibleNames } from '../source/visible-names.ts';
import { type AskedExpression, allowedExpressions, askedExpression } from './asked-expression.ts';
import type { AskedPlace } from './asked-place.ts';
import { type BuildSide, findLooks, type Look, type LookMoment } from './find-looks.ts';
import type { AskedFiles } from './read-asked-files.ts';

export type AskedRequest = {
  readonly files: AskedFiles;
  readonly places: readonly AskedPlace[];
  /** Whose lines and names are asked for. */
  readonly side: BuildSide;
  /** What is wanted at each place; empty for every variable that can be seen there. */
  readonly expressions: readonly string[];
};

/** One spot that is looked at for a place that was asked for. */
export type PlannedLook = {
  readonly asked: AskedPlace;
  readonly moment: LookMoment;
  readonly look: Look;
  /** The same id in both builds; null where only the other build has such a place. */
  readonly baseline: Probe | null;
  readonly candidate: Probe | null;
};

/** Used before a capture: a probe for every look at every place, in both builds. Throws `bad-usage` for what cannot be looked at. */
export function planAsked(request: AskedRequest): readonly PlannedLook[] {
  const found = request.places.flatMap((asked) => {
    const looks = findLooks(request.files, asked, request.side);
    if (looks.kind === 'found') return looks.looks.map((look) => ({ asked, look }));
    throw new GateError({ code: 'bad-usage', message: `${looks.reason}.`, remedy: looks.remedy });
  });
  const planned = found.map(({ asked, look }, index): PlannedLook => {
    const id = `q${String(index + 1).padStart(3, '0')}`;
    const probeOf = (side: BuildSide) => probeOn(side, { look, id, request });
    return {
      asked,
      moment: look.moment,
      look,
      baseline: probeOf('baseline'),
      candidate: probeOf('candidate'),
    };
  });
  refuseUnknown(planned, request.expressions);
  return planned;
}

type Wanted = { readonly look: Look; readonly id: string; readonly request: AskedRequest };

function probeOn(side: BuildSide, { look, id, request }: Wanted): Probe | null {
  const at = look[side];
  if (at === null) return null;
  const file = request.files.files[look.placed[`${side}File`]];
  const path = file?.path[side] ?? '';
  const renamed = renamedVariables(look.placed.pair);
  const probe = probeAt({
    ...{ at, id, path, moment: momentOf(look.moment) },
    aliases: side === 'candidate' ? renamed : {},
  });
  if (request.expressions.length === 0) return probe;
  const calledHere = namer(renamed, side, request.side);
  // What is refused at one spot is left out there: another spot of the same place may see more.
  const expressions = Object.fromEntries(
    request.expressions.flatMap((text) => {
      const asked = expressionAt(at, { path, text, calledHere });
      return asked.kind === 'safe' ? [[text, asked.source]] : [];
    }),
  );
  return { ...probe, names: [], expressions, inputs: [], defines: [] };
}

/** Names are those of the build that was asked about; `renamed` tells names at head to names at base. */
function namer(renamed: Readonly<Record<string, string>>, side: BuildSide, askedSide: BuildSide) {
  if (side === askedSide) return (name: string) => name;
  const names = new Map<string, string>();
  for (const [head, base] of Object.entries(renamed)) {
    if (side === 'baseline') names.set(head, base);
    else names.set(base, head);
  }
  return (name: string) => names.get(name) ?? name;
}

type At = { readonly path: string; readonly text: string; readonly calledHere: (name: string) => string };

function expressionAt({ side, spot }: SidePlace, { path, text, calledHere }: At): AskedExpression {
  const { own, outer } = visibleNames(side.source.path, spot);
  const names = [...own, ...outer];
  const language = path.endsWith('.py') ? 'python' : 'javascript';
  const isVisible = (name: string) => names.includes(calledHere(name));
  return askedExpression({ text, language, names, isVisible, calledHere });
}

function momentOf(moment: LookMoment): Moment {
  switch (moment) {
    case 'entry':
    case 'before':
    case 'after':
    case 'catch':
      return moment;
    case 'round':
    case 'return':
    case 'end':
      return 'before';
    default:
      return moment satisfies never;
  }
}

/** An expression that can be computed nowhere is a mistake of whoever asks, told with the reason at the last place. */
function refuseUnknown(planned: readonly PlannedLook[], texts: readonly string[]): void {
  for (const text of texts) {
    const isComputed = planned.some(({ baseline, candidate }) =>
      [baseline, candidate].some((probe) => probe?.expressions?.[text] !== undefined),
    );
    if (isComputed) continue;
    throw new GateError({
      code: 'bad-usage',
      message: `The expression ${JSON.stringify(text)} cannot be captured: ${reasonFor(text, planned)}.`,
      remedy: allowedExpressions,
    });
  }
}

function reasonFor(text: string, planned: readonly PlannedLook[]): string {
  const last = planned.at(-1);
  const at = last?.look.candidate ?? last?.look.baseline ?? null;
  const path = last?.candidate?.file ?? last?.baseline?.file ?? '';
  if (at === null) return 'no place was asked for';
  const asked = expressionAt(at, { path, text, calledHere: (name) => name });
  return asked.kind === 'refused' ? asked.reason : 'it is not known in the other build';
}
