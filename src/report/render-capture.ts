import type {
  CapturedHit,
  CapturedLook,
  CapturedPair,
  CapturedPlace,
  CapturedState,
  LookSide,
} from '../domain/captured-state.ts';
import { counted, shortSha } from './number-text.ts';
import { createPaint, type Paint, readableWidth } from './terminal-layout.ts';
import { visibleText } from './visible-text.ts';
import { wrapText } from './wrap-text.ts';

export type CaptureLayout = { readonly colours: boolean; readonly width: number };

type Layout = { readonly paint: Paint; readonly width: number };

/** What `shadowgate capture` prints: both builds side by side, what is equal folded, what differs marked. */
export function renderCapture(state: CapturedState, { colours, width }: CaptureLayout): string {
  const layout = { paint: createPaint(colours), width: readableWidth(width) };
  const { base, head, exchange } = state;
  const { recorded, baseline, candidate } = exchange.answers;
  const before =
    exchange.restsOn.length === 0
      ? ''
      : ` · after ${counted(exchange.restsOn.length, 'exchange')} that it rests on`;
  const times = state.runs === 1 ? '' : ` · replayed ${state.runs} times`;
  return [
    layout.paint.bold(
      `exchange ${visibleText(exchange.id)}  ${visibleText(`${exchange.method} ${exchange.target}`)}`,
    ),
    `base ${shortSha(base)} answers ${baseline} · head ${shortSha(head)} answers ${candidate} · recorded ${recorded}${before}${times}`,
    ...state.places.flatMap((place) => ['', ...renderPlace(place, layout)]),
    ...notesOf(state).flatMap((note) => ['', ...wrapText(`note: ${visibleText(note, 500)}`, layout.width)]),
  ].join('\n');
}

function notesOf({ notes, exchange: { answers } }: CapturedState): readonly string[] {
  if (answers.recorded === answers.baseline) return notes;
  const told = `the baseline answers ${answers.baseline} and production answered ${answers.recorded}: it may rest on more than was replayed`;
  return [...notes, told];
}

function renderPlace({ asked, looks }: CapturedPlace, layout: Layout): readonly string[] {
  const lines = [layout.paint.bold(visibleText(asked))];
  let [head, before]: [string, CapturedLook | null] = ['', null];
  for (const look of looks) {
    const statement = statementLines(look, layout);
    if (statement.join('\n') !== head) lines.push(...statement);
    head = statement.join('\n');
    const seen = look.moment === 'after' && before !== null ? sinceThen(look, before) : look;
    lines.push(`    ${moments[look.moment]}`, ...renderLook(seen, layout));
    before = look;
  }
  return lines;
}

/** Of what was seen right before a statement ran only what has another value now is said again. */
function sinceThen(look: CapturedLook, before: CapturedLook): CapturedLook {
  if (look.hits.length !== before.hits.length) return look;
  const hits = look.hits.map((hit, index) => {
    const known = new Map(before.hits[index]?.values.map((each) => [each.name, textsOf(each)]));
    return { ...hit, values: hit.values.filter((each) => known.get(each.name) !== textsOf(each)) };
  });
  return { ...look, hits };
}

function textsOf({ state, baseline, candidate }: CapturedPair): string {
  return JSON.stringify([state, baseline?.value, candidate?.value]);
}

const moments = {
  entry: 'as the function is entered',
  before: 'before it runs',
  after: 'after it ran',
  round: 'in each round',
  catch: 'as the error is caught',
  return: 'about to return',
  end: 'at the end',
} as const;

function statementLines({ baseline, candidate }: CapturedLook, { paint, width }: Layout): readonly string[] {
  const statement = (candidate ?? baseline)?.statement ?? '';
  const was =
    baseline !== null && candidate !== null && baseline.statement !== candidate.statement
      ? [`    ${paint.dim('base:')} ${visibleText(baseline.statement, width - 12)}`]
      : [];
  const where = whereOf(baseline, candidate);
  return [
    `  ${where}  ${paint.cyan(visibleText(statement, Math.max(40, width - where.length - 5)))}`,
    ...was,
  ];
}

function renderLook(look: CapturedLook, layout: Layout): readonly string[] {
  return [
    ...missOf(look).map((line) => `      ${layout.paint.yellow(visibleText(line, 300))}`),
    ...look.hits.flatMap((hit, index) =>
      renderHit(hit, { number: look.hits.length > 1 ? index + 1 : null, layout }),
    ),
  ];
}

/** `src/price.ts:15 (was :9)`, `src/price.ts:15 (only in head)`. */
function whereOf(baseline: LookSide | null, candidate: LookSide | null): string {
  const shown = candidate ?? baseline;
  const at = visibleText(`${shown?.file}:${shown?.line}`);
  if (baseline === null) return `${at} (only in head)`;
  if (candidate === null) return `${at} (only in base)`;
  if (baseline.file !== candidate.file)
    return `${at} (was ${visibleText(`${baseline.file}:${baseline.line}`)})`;
  return baseline.line === candidate.line ? at : `${at} (was :${baseline.line})`;
}

/** What is to be said of either side beside its values; once, where it is the same of both. */
function missOf({ baseline, candidate }: CapturedLook): readonly string[] {
  const [before, after] = [missOn(baseline), missOn(candidate)];
  if (before !== null && before === after) return [`both builds: ${before}`];
  return [...(before === null ? [] : [`base: ${before}`]), ...(after === null ? [] : [`head: ${after}`])];
}

function missOn(side: LookSide | null): string | null {
  if (side === null) return null;
  const { state, note } = side;
  if (state === 'hit') return note ?? null;
  const word = state === 'unbound' ? 'unbound' : 'never hit';
  return note === undefined ? word : `${word}: ${note}`;
}

type HitLayout = { readonly number: number | null; readonly layout: Layout };

function renderHit({ in: where, values }: CapturedHit, { number, layout }: HitLayout): readonly string[] {
  const only = where === 'both' ? '' : ` only in ${where === 'baseline' ? 'base' : 'head'}`;
  const title =
    number === null && only === '' ? [] : [`      pass${number === null ? '' : ` ${number}`}${only}`];
  const of = (...states: readonly CapturedPair['state'][]) =>
    values.filter(({ state }) => states.includes(state));
  return [
    ...title,
    ...table(of('differs', 'volatile', 'not-compared'), layout),
    ...folded('=', of('equal'), layout),
    ...folded('-', of('only-baseline'), layout),
    ...folded('+', of('only-candidate'), layout),
    ...(values.length === 0 ? [`      ${layout.paint.dim('nothing more to see')}`] : []),
  ];
}

const sidesOf = { '=': '', '-': 'in base: ', '+': 'in head: ' } as const;

/** Values of one line after the other: `= subtotal=155, rate=0.1`. */
function folded(
  mark: keyof typeof sidesOf,
  values: readonly CapturedPair[],
  { paint, width }: Layout,
): readonly string[] {
  if (values.length === 0) return [];
  const text = values.map(
    ({ name, baseline, candidate }) => `${name}=${(candidate ?? baseline)?.text ?? ''}`,
  );
  const shown = text.map((one) => visibleText(one, 200)).join(', ');
  const lines = wrapText(`${sidesOf[mark]}${shown}`, width - 8);
  return lines.map((line, index) => `      ${paint.dim(`${index === 0 ? mark : ' '} ${line}`)}`);
}

const marks = { differs: '≠', volatile: '~', 'not-compared': '?' } as const;
const remarks = { differs: '', volatile: 'varies by nature', 'not-compared': 'not compared' } as const;

function isMarked(state: CapturedPair['state']): state is keyof typeof marks {
  return state in marks;
}

type Row = readonly [mark: keyof typeof marks, name: string, base: string, head: string];

function table(values: readonly CapturedPair[], { paint, width }: Layout): readonly string[] {
  const rows = values.flatMap(rowsOf);
  if (rows.length === 0) return [];
  const nameWidth = Math.min(32, Math.max(...rows.map(([, name]) => [...visibleText(name)].length)));
  const widest = Math.max(...rows.map(([, , base]) => [...visibleText(base)].length), 4);
  const column = Math.min(widest, Math.max(12, Math.floor((width - nameWidth - 14) / 2)));
  const line = (mark: string, [name, base, head]: readonly [string, string, string]) =>
    `      ${mark} ${cell(name, nameWidth)}  ${cell(base, column)}  ${visibleText(head, column * 2)}`.trimEnd();
  return [
    paint.dim(line(' ', ['', 'base', 'head'])),
    ...rows.map(([state, name, base, head]) => {
      const remark = remarks[state] === '' ? '' : `  ${paint.dim(remarks[state])}`;
      const text = line(marks[state], [name, base, head]);
      return `${state === 'differs' ? paint.red(text) : text}${remark}`;
    }),
  ];
}

/** Of an object that differs inside, the places inside are shown. */
function rowsOf({
  state,
  name,
  baselineName,
  baseline,
  candidate,
  differences,
}: CapturedPair): readonly Row[] {
  if (!isMarked(state)) return [];
  const shown = baselineName === undefined ? name : `${name} (was ${baselineName})`;
  if (differences.length === 0) return [[state, shown, baseline?.text ?? '', candidate?.text ?? '']];
  return differences.map((one) => [state, one.path, one.baseline ?? 'nothing', one.candidate ?? 'nothing']);
}

function cell(text: string, width: number): string {
  const shown = visibleText(text, width);
  return shown + ' '.repeat(Math.max(0, width - [...shown].length));
}
