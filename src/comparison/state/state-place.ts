import { createHash } from 'node:crypto';
import type { StateUnit } from '../../domain/state.ts';
import { atMapKey, atName, looksLikeId, type Position, positionAt } from '../place-pattern.ts';
import { generatedClass } from '../values/recognise-value.ts';

/**
 * Where a row, a key or a file stands: `state/<store>/<table>/<key>`, a column one step below. In the pattern a row is `*`;
 * of a path or a key only the parts that look like ids are.
 */
export function rowPosition(unit: StateUnit, key: string): Position {
  const above = unitPosition(unit);
  if (unit.kind === 'table')
    return atMapKey(above, unit.keyColumns.length === 0 ? digestOf(key) : keyText(key));
  const pattern = `${above.pattern}/${escaped(keyPattern(key))}`;
  return { place: atName(above, hideSecrets(key)).place, pattern };
}

export function columnPosition(unit: StateUnit, key: string, column: string): Position {
  return atName(rowPosition(unit, key), column);
}

/** Also names the unit wherever one must be told from another. */
export function unitPosition({ store, kind, name }: StateUnit): Position {
  const above = atName(positionAt('state'), store);
  return kind === 'files' && name === '.' ? above : atName(above, name);
}

/** A key or path with `*` for each part that looks like an id: keys with one pattern may stand for each other. */
export function keyPattern(key: string): string {
  return key
    .split(/([/:.]+)/)
    .map((part) => (looksLikeId(part) || generatedClass(part, false) !== null ? '*' : part))
    .join('');
}

/** The key values as a person writes them: `17`, `17,A-3`. */
function keyText(key: string): string {
  try {
    const parts: unknown = JSON.parse(key);
    if (Array.isArray(parts)) return parts.map((part) => hideSecrets(String(part))).join(',');
  } catch {
    // Not an array: a key that is a plain text.
  }
  return hideSecrets(key);
}

/** A token may be a session's secret, and a place is no value that redaction sees: it is named by its digest. */
function hideSecrets(text: string): string {
  return text
    .split(/([/:.,]+)/)
    .map((part) => (/^(token|jwt)/.test(generatedClass(part, false) ?? '') ? digestOf(part) : part))
    .join('');
}

function digestOf(text: string): string {
  return `#${createHash('sha256').update(text).digest('hex').slice(0, 10)}`;
}

function escaped(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}
