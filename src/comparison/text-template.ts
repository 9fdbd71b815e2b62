import { embeddedTime } from './recognise-time.ts';
import { bitsOf, describeTokenForm, fitsTokenForm, learnTokenForm, type TokenForm } from './token-form.ts';

/**
 * Texts that keep their structure while tokens inside vary, e.g. an ETag of inode, size and time, or `/orders/8f3a`:
 * the separators are the structure, and each position that was seen to vary has a form of its own.
 */
export type TextTemplate = {
  /** The separators, which every text of this template shares. */
  readonly structure: string;
  readonly volatile: ReadonlyMap<number, TokenForm>;
  /** Whether a position that never varied holds a word; only then is the structure more than chance. */
  readonly hasFixedWord: boolean;
};

export type TextPair = { readonly one: string; readonly another: string };

/** From pairs of texts that the same code gave in each other's place; pairs without common structure teach nothing here. */
export function learnTemplates(pairs: readonly TextPair[]): readonly TextTemplate[] {
  const groups = new Map<string, (readonly (readonly string[])[])[]>();
  for (const { one, another } of pairs) {
    const first = split(one);
    const second = split(another);
    if (first.structure !== second.structure) continue;
    groups.set(first.structure, [...(groups.get(first.structure) ?? []), [first.tokens, second.tokens]]);
  }
  return [...groups].map(([structure, tokenPairs]) => learnTemplate(structure, tokenPairs));
}

function learnTemplate(structure: string, pairs: readonly (readonly (readonly string[])[])[]): TextTemplate {
  const volatile = new Map<number, TokenForm>();
  const width = pairs[0]?.[0]?.length ?? 0;
  let hasFixedWord = false;
  for (let position = 0; position < width; position += 1) {
    const seen = pairs.map(([one, another]) => [one?.[position] ?? '', another?.[position] ?? '']);
    const varying = seen.filter(([one, another]) => one !== another).flat();
    const form = learnTokenForm(varying);
    if (form !== null) volatile.set(position, form);
    else hasFixedWord ||= seen.every(([token]) => /[A-Za-z]{2}/.test(token ?? ''));
  }
  return { structure, volatile, hasFixedWord };
}

/** Whether `candidate` departs from `baseline` only where the template varies, and only within what varied there. */
export function fitsTemplate(template: TextTemplate, baseline: string, candidate: string): boolean {
  const before = split(baseline);
  const after = split(candidate);
  if (before.structure !== template.structure || after.structure !== template.structure) return false;
  return after.tokens.every((token, position) => {
    if (token === before.tokens[position]) return true;
    const form = template.volatile.get(position);
    return form !== undefined && fitsTokenForm(form, token);
  });
}

/** The bits that vary in all, to judge whether two texts can agree by chance. */
export function bitsOfTemplate(template: TextTemplate): number {
  return [...template.volatile.values()].reduce((bits, form) => bits + bitsOf(form), 0);
}

/** Whether anything in it may vary: a token, or a moment or UUID, which are part of the structure. */
export function variesAtAll({ volatile, structure }: TextTemplate): boolean {
  return volatile.size > 0 || structure.includes(uuidMark) || structure.includes(timeMark);
}

/** For reports, e.g. `text with uuid, hex of 8`. */
export function describeTemplate({ volatile, structure }: TextTemplate): string {
  const marks = [
    ...(structure.includes(uuidMark) ? ['uuid'] : []),
    ...(structure.includes(timeMark) ? ['time'] : []),
  ];
  const forms = new Set([...marks, ...[...volatile.values()].map(describeTokenForm)]);
  return `text with ${[...forms].slice(0, 3).join(', ')}`;
}

/** Moments and UUIDs inside a text count as structure: their digits vary together and mean nothing alone. */
function split(text: string): { readonly structure: string; readonly tokens: readonly string[] } {
  const masked = text.replace(embeddedUuid, uuidMark).replace(embeddedTime, timeMark);
  const tokens = masked.match(/[A-Za-z0-9]+/g) ?? [];
  return { structure: masked.replace(/[A-Za-z0-9]+/g, tokenMark), tokens };
}

/** Private-use characters, which stand for what was found and for nothing a service sends. */
const uuidMark = '\uE002';
const timeMark = '\uE003';
const tokenMark = '\uE004';
const embeddedUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
