/** Answers outside the shadow, without what differs from one minute and one run to the next. */
import type { DrivenAnswer } from './drive-client.ts';

/** Every leaf by its place: status, header lines, members of a JSON body, or the body as one text. */
export function steadyValues({ status, headers, text }: DrivenAnswer): ReadonlyMap<string, string> {
  const values = new Map([['status', String(status)]]);
  for (const [name, value] of Object.entries(headers))
    values.set(`header.${name}`, steadyText(String(value)));
  const parsed = parseJson(text);
  if (parsed === undefined) values.set('body', steadyText(text));
  else addLeaves(values, 'body', parsed);
  return values;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function addLeaves(values: Map<string, string>, place: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    values.set(place, typeof value === 'string' ? `"${steadyText(value)}"` : steadyText(coarse(value)));
    return;
  }
  if (Object.keys(value).length === 0) values.set(place, Array.isArray(value) ? '[]' : '{}');
  for (const [key, inner] of Object.entries(value)) addLeaves(values, `${place}/${key}`, inner);
}

/** A number with many decimals is measured or holds some chance. */
function coarse(value: unknown): string {
  const text = String(value);
  return typeof value === 'number' && /\.\d{5,}$/.test(text) ? value.toFixed(1) : text;
}

const minuteMs = 60_000;

/** Moments become their distance from now in tens of minutes, ids and tokens their form. */
export function steadyText(text: string): string {
  return text
    .replace(
      /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g,
      (moment) => `<now ${distance(Date.parse(moment))}>`,
    )
    .replace(/\b1[789]\d{11}\b/g, (ms) => `<now ${distance(Number(ms))} in ms>`)
    .replace(/\b1[789]\d{8}\b/g, (seconds) => `<now ${distance(Number(seconds) * 1000)} in s>`)
    .replace(/nonce="[^"]*"/g, 'nonce="<nonce>"')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/\b(ord|pay|ref)_[0-9a-f]+/g, '$1_<hex>')
    .replace(/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}(?![\w-])/g, (token) =>
      /[A-Z]/.test(token) || /^[0-9a-f]+$/.test(token) ? `<token of ${token.length}>` : token,
    );
}

function distance(ms: number): number {
  return Math.round((ms - Date.now()) / (10 * minuteMs));
}
