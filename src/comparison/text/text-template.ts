import { embeddedTime } from '../values/recognise-time.ts';
import {
  bitsOf,
  describeTokenForm,
  fitsTokenForm,
  learnTokenForm,
  type TokenForm,
} from '../values/token-form.ts';

/**
 * Texts that keep their structure while tokens inside vary, e.g. an ETag of inode, size and time, or `/orders/8f3a`:
 * the separators are the structure, and each position that was seen to vary has a form of its own.
 */
export type TextTemplate = {
  readonly grain: Grain;
  /** The separators, which every text of this template shares. */
  readonly structure: string;
  readonly volatile: ReadonlyMap<number, TokenForm>;
};

/**
 * Whether `-` and `_` part tokens, as in `order-17`, or may stand inside one, as random tokens have them; and whether `+` and `/` may stand
 * inside a long one, as in the hash of an ETag.
 */
type Grain = 'fine' | 'coarse' | 'base64';

/** A number with a fraction is one token: its two parts vary together. */
const tokenOf: Readonly<Record<Grain, RegExp>> = {
  fine: /(?<![\w.])\d+\.\d+[A-Za-z]{0,4}(?![\w.])|[A-Za-z0-9]+/g,
  coarse: /(?<![\w.])\d+\.\d+[A-Za-z]{0,4}(?![\w.])|[\w-]+/g,
  base64: /(?<![\w.])\d+\.\d+[A-Za-z]{0,4}(?![\w.])|[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9]+/g,
};

export type TextPair = { readonly one: string; readonly another: string };

type Learned = {
  readonly templates: readonly TextTemplate[];
  /** Pairs that share no structure. */
  readonly loose: readonly TextPair[];
};

/**
 * Learns from pairs of texts that the same code gave in each other's place. A coarser template is only kept where separators
 * come and go: where every token has them they are structure, and the fine template says more.
 */
export function learnTemplates(pairs: readonly TextPair[]): Learned {
  const fine = templatesOf(pairs, 'fine');
  const coarse = templatesOf(pairs, 'coarse').filter(({ parted }) => parted !== 'by structure');
  const base64 = templatesOf(pairs, 'base64').filter(({ parted }) => parted === 'by chance');
  const templates = [...fine, ...coarse, ...base64].map(({ template }) => template);
  return {
    templates: templates.filter(variesAtAll),
    loose: pairs.filter(
      ({ one, another }) => !templates.some((template) => fitsTemplate(template, one, another)),
    ),
  };
}

/** `parted`: what the separators are that stand inside its tokens; `null` where some tokens have none. */
type Draft = { readonly template: TextTemplate; readonly parted: Parted | null };
type Parted = 'by structure' | 'by chance';
type TokenPair = { readonly first: readonly string[]; readonly second: readonly string[] };

function templatesOf(pairs: readonly TextPair[], grain: Grain): readonly Draft[] {
  const groups = new Map<string, TokenPair[]>();
  for (const { one, another } of pairs) {
    const first = split(one, grain);
    const second = split(another, grain);
    if (first.structure !== second.structure) continue;
    const group = groups.get(first.structure) ?? [];
    groups.set(first.structure, group);
    group.push({ first: first.tokens, second: second.tokens });
  }
  return [...groups].map(([structure, group]) => learnTemplate(structure, grain, group));
}

function learnTemplate(structure: string, grain: Grain, pairs: readonly TokenPair[]): Draft {
  const volatile = new Map<number, TokenForm>();
  const found = new Set<Parted | null>();
  const width = pairs[0]?.first.length ?? 0;
  for (let position = 0; position < width; position += 1) {
    const tokens = pairs
      .map(({ first, second }) => [first[position] ?? '', second[position] ?? ''])
      .filter(([one, another]) => one !== another)
      .flat();
    const form = learnTokenForm(tokens);
    if (form === null) continue;
    volatile.set(position, form);
    found.add(partedIn(tokens));
  }
  const parted = (['by structure', 'by chance'] as const).find((each) => found.has(each)) ?? null;
  return { template: { grain, structure, volatile }, parted };
}

/**
 * Separators in all tokens part them, as in `order-17`. Not in long tokens of one length, of digits and letters of both cases, in which they
 * stand now here, now there: those were drawn from 64 letters, two of which are separators, and in some there may be none.
 */
function partedIn(tokens: readonly string[]): Parted | null {
  const shapes = tokens.map((token) => token.replace(/[A-Za-z0-9]/g, 'x'));
  if (new Set(shapes).size > 1 && tokens.every(looksDrawn) && isOfOneLength(tokens)) return 'by chance';
  return shapes.every((shape) => /[-_]/.test(shape)) ? 'by structure' : null;
}

/** Shorter ones are told apart by nothing. */
const shortestDrawn = 16;

function looksDrawn(token: string): boolean {
  return token.length >= shortestDrawn && [/\d/, /[a-z]/, /[A-Z]/].every((letters) => letters.test(token));
}

function isOfOneLength(tokens: readonly string[]): boolean {
  return new Set(tokens.map(({ length }) => length)).size === 1;
}

/** Whether `candidate` departs from `baseline` only where the template varies, and only within what varied there. */
export function fitsTemplate(template: TextTemplate, baseline: string, candidate: string): boolean {
  return fitsByTokens(template, baseline, candidate) || fitsByLength(template, baseline, candidate);
}

/** Whether a text is of the template at all: its tokens have the forms that vary there. */
export function isOfTemplate(template: TextTemplate, text: string): boolean {
  return fixedTokens(template, mask(text)) !== null;
}

function fitsByTokens(
  { grain, structure, volatile }: TextTemplate,
  baseline: string,
  candidate: string,
): boolean {
  const before = split(baseline, grain);
  const after = split(candidate, grain);
  if (before.structure !== structure || after.structure !== structure) return false;
  return after.tokens.every((token, position) => {
    if (token === before.tokens[position]) return true;
    const form = volatile.get(position);
    return form !== undefined && fitsTokenForm(form, token);
  });
}

/** A token of base64 may hold the very separators: one of known length is then cut out by its length. */
function fitsByLength(template: TextTemplate, baseline: string, candidate: string): boolean {
  const before = fixedTokens(template, mask(baseline));
  const after = fixedTokens(template, mask(candidate));
  return before !== null && after !== null && before.join('\n') === after.join('\n');
}

/** Reads a text along the template, left to right without going back; `null` when it does not follow it. */
function fixedTokens({ grain, structure, volatile }: TextTemplate, text: string): readonly string[] | null {
  const fixed: string[] = [];
  let at = 0;
  let position = 0;
  for (const expected of structure) {
    const form = volatile.get(position);
    const part = expected === tokenMark ? readToken(text, at, { grain, form }) : expected;
    if (part === '' || !text.startsWith(part, at)) return null;
    at += part.length;
    if (expected !== tokenMark) continue;
    if (form === undefined) fixed.push(part);
    position += 1;
  }
  return at === text.length ? fixed : null;
}

type Reading = { readonly grain: Grain; readonly form: TokenForm | undefined };

/** The token that stands here, or nothing when what stands here is not of its form. */
function readToken(text: string, at: number, { grain, form }: Reading): string {
  const run = new RegExp(tokenOf[grain].source, 'y');
  run.lastIndex = at;
  if (form === undefined) return run.exec(text)?.[0] ?? '';
  const token =
    form.shortest === form.longest ? text.slice(at, at + form.longest) : (run.exec(text)?.[0] ?? '');
  return fitsTokenForm(form, token) ? token : '';
}

/** The bits that vary in all, to judge whether two texts can agree by chance. */
export function bitsOfTemplate({ volatile, structure }: TextTemplate): number {
  const tokenBits = [...volatile.values()].reduce((bits, form) => bits + bitsOf(form), 0);
  return structure.includes(uuidMark) ? Number.POSITIVE_INFINITY : tokenBits;
}

/** For reports, e.g. `text with uuid, hex of 8`. */
export function describeTemplate({ volatile, structure }: TextTemplate): string {
  const marks = [
    ...(structure.includes(uuidMark) ? ['uuid'] : []),
    ...(structure.includes(timeMark) ? ['time'] : []),
  ];
  const forms = new Set([...marks, ...[...volatile.values()].map(describeTokenForm)]);
  const isWhole = structure === tokenMark;
  return `${isWhole ? '' : 'text with '}${[...forms].slice(0, 3).join(', ')}`;
}

/** A token, or a moment or UUID, which are part of the structure. */
function variesAtAll({ volatile, structure }: TextTemplate): boolean {
  return volatile.size > 0 || structure.includes(uuidMark) || structure.includes(timeMark);
}

/** Moments and UUIDs inside a text count as structure: their digits vary together and mean nothing alone. */
function split(
  text: string,
  grain: Grain,
): { readonly structure: string; readonly tokens: readonly string[] } {
  const masked = mask(text);
  const token = tokenOf[grain];
  return { structure: masked.replace(token, tokenMark), tokens: masked.match(token) ?? [] };
}

function mask(text: string): string {
  return text.replace(embeddedUuid, uuidMark).replace(embeddedTime, timeMark);
}

/** Private-use characters, which stand for what was found and for nothing a service sends. */
const uuidMark = '\uE002';
const timeMark = '\uE003';
const tokenMark = '\uE004';
const embeddedUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
