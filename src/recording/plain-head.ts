import type { ExchangeHead } from '../domain/recording.ts';

/** Members that every head has, and no others: which is what nearly all have. */
const checks: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['id', (value) => isText(value) && value.length > 0 && value.length <= 64],
  ['session', isText],
  ['startedAt', isNumber],
  ['durationMs', (value) => isNumber(value) && value >= 0],
  ['method', isText],
  ['target', isText],
  ['requestHeaders', areHeaderLines],
  ['status', (value) => Number.isInteger(value) && isNumber(value) && value >= 0 && value <= 999],
  ['responseHeaders', areHeaderLines],
  ['httpVersion', (value) => value === '1.0' || value === '1.1' || value === '2'],
]);
const mostMembers = checks.size;
const optional = 1;

/**
 * Used on each record that is read, before the schema: whether it is, beyond doubt, a head with none of the rarer members. What this does
 * not know, the schema decides; it takes as long as all else of reading, and a recording is read several times in a gate.
 */
export function isPlainHead(value: unknown): value is ExchangeHead {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  let members = 0;
  let hasOptional = false;
  for (const [name, member] of Object.entries(value)) {
    if (!checks.get(name)?.(member)) return false;
    if (name === 'httpVersion') hasOptional = true;
    members += 1;
  }
  return members === (hasOptional ? mostMembers : mostMembers - optional);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function areHeaderLines(value: unknown): boolean {
  return Array.isArray(value) && value.every(isHeaderLine);
}

function isHeaderLine(line: unknown): boolean {
  return Array.isArray(line) && line.length === 2 && isText(line[0]) && isText(line[1]);
}
