import { recogniseDuration } from './recognise-duration.ts';
import { recogniseTime } from './recognise-time.ts';

/**
 * What a value looks like by itself. The closed set of classes whose members are made by a clock or by chance, and
 * which a volatile value must stay in; everything else is a plain number or plain text.
 */
export type ValueClass =
  | { readonly kind: 'time'; readonly format: string; readonly ms: number }
  | { readonly kind: 'duration'; readonly format: string; readonly ms: number }
  | { readonly kind: 'uuid'; readonly version: string }
  | { readonly kind: 'ulid' }
  | { readonly kind: 'jwt' }
  | { readonly kind: 'number'; readonly value: number; readonly integer: boolean }
  | { readonly kind: 'text' };

/** `numeric`: the value is a JSON number, and the text its digits. */
export function recogniseValue(text: string, numeric: boolean): ValueClass {
  const time = recogniseTime(text, numeric);
  if (time !== null) return { kind: 'time', ...time };
  if (numeric) return { kind: 'number', value: Number(text), integer: /^-?\d+$/.test(text) };
  const duration = recogniseDuration(text);
  if (duration !== null) return { kind: 'duration', ...duration };
  const [, version] = (text.length === 36 && uuidPattern.exec(text)) || [];
  if (version !== undefined) return { kind: 'uuid', version };
  if (text.length === 26 && /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text)) return { kind: 'ulid' };
  if (text.startsWith('eyJ') && /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return { kind: 'jwt' };
  return { kind: 'text' };
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The class of a value that looks generated, or `null` for one that does not. Used to align array elements whose ids and
 * timestamps differ; never to decide that a difference does not matter.
 */
export function generatedClass(text: string, numeric: boolean): string | null {
  const found = recogniseValue(text, numeric);
  if (found.kind === 'time') return found.format;
  if (found.kind === 'uuid' || found.kind === 'ulid' || found.kind === 'jwt') return found.kind;
  if (!numeric && text.length <= 512 && isRandomToken(text)) return `token-${text.length}`;
  return null;
}

/** At least 16 characters without a space that mix letters and digits as only a random token does. */
function isRandomToken(text: string): boolean {
  if (!/^[\w+/=-]{16,}$/.test(text)) return false;
  const digits = (text.match(/\d/g) ?? []).length;
  return digits >= 2 && digits < text.length;
}
