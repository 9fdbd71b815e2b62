import type { CapturedValue } from '../../domain/runtime-snapshot.ts';
import { isCutToSize, isSameThoughCut } from './compare-cut.ts';
import { differByNature } from './differ-by-nature.ts';

/** One place inside a variable at which two captures differ. `null` on a side means: there is nothing there. */
export type CapturedDifference = {
  /** From the variable on: empty for the variable itself, else `.total`, `.items[0].price`, `.items.length`. */
  readonly path: string;
  readonly baseline: CapturedValue | null;
  readonly candidate: CapturedValue | null;
};

/** Says of a path inside the variable whether its values vary between two runs of the baseline alone. */
export type IsVolatile = (path: string) => boolean;

const mostDifferences = 20;

/**
 * Compares two captures of one variable by kind. What one side could not capture is not comparable and no difference;
 * what is volatile is compared by type only. Functions are not compared: their names say nothing of what they do.
 */
export function compareCaptured(
  baseline: CapturedValue,
  candidate: CapturedValue,
  isVolatile: IsVolatile,
): readonly CapturedDifference[] {
  const found: CapturedDifference[] = [];
  compareAt({ path: '', baseline, candidate }, isVolatile, found);
  return found;
}

type Pair = { readonly path: string; readonly baseline: CapturedValue; readonly candidate: CapturedValue };

function compareAt(pair: Pair, isVolatile: IsVolatile, found: CapturedDifference[]): void {
  const { path, baseline: a, candidate: b } = pair;
  if (found.length >= mostDifferences || !isComparable(a) || !isComparable(b)) return;
  if (a.type !== b.type || isHeavy(a) !== isHeavy(b)) {
    found.push(pair);
    return;
  }
  if (isHeavy(a) || isVolatile(pathPattern(path))) return;
  if (isCutToSize(a, b)) {
    compareCut(pair, isVolatile, found);
    return;
  }
  const before = found.length;
  if (a.type === 'error' && (a.text !== b.text || a.class !== b.class)) found.push(pair);
  else if (isContainer(a)) compareContent(pair, isVolatile, found);
  else if (!isSameLeaf(a, b)) found.push(pair);
  if (found.length === before && isCutDifferently(a, b)) found.push(pair);
}

function compareCut(pair: Pair, isVolatile: IsVolatile, found: CapturedDifference[]): void {
  const { baseline: a, candidate: b } = pair;
  if (isCollection(a) && a.length !== b.length) pushLengths(pair, isVolatile, found);
  else if (!isSameThoughCut(a, b)) found.push(pair);
}

/** The path with every index and key of a collection made one, so that what is learned of one holds for all. */
export function pathPattern(path: string): string {
  return path.replace(/\[[^\]]*\]/g, '[*]');
}

function isComparable({ type }: CapturedValue): boolean {
  return type !== 'not-captured' && type !== 'reference' && type !== 'function';
}

/** What is only named by its class: a promise is another thing than the object it was to become. */
function isHeavy({ reason }: CapturedValue): boolean {
  return reason === 'heavy-class';
}

function isCollection({ type }: CapturedValue): boolean {
  return type === 'array' || type === 'map' || type === 'set';
}

function isContainer({ fields, items }: CapturedValue): boolean {
  return fields !== undefined || items !== undefined;
}

function isSameLeaf(a: CapturedValue, b: CapturedValue): boolean {
  if (a.type === 'number' && a.reason === undefined)
    return isSameNumber(a.text ?? '', b.text ?? '') || differByNature(a, b);
  const isSame = a.text === b.text && a.digest === b.digest && a.length === b.length && a.class === b.class;
  return isSame || differByNature(a, b);
}

/** Exact, but for the last digits of a long fraction: sums in another order round otherwise, prices do not. */
function isSameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [Number(a), Number(b)];
  const isLongFraction = /\.\d{10,}|e-/.test(a) || /\.\d{10,}|e-/.test(b);
  if (!isLongFraction || !Number.isFinite(left) || !Number.isFinite(right)) return false;
  return Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right));
}

/** Beyond the cut only digests tell: two of them that differ are a difference, one alone is not. */
function isCutDifferently(a: CapturedValue, b: CapturedValue): boolean {
  return isContainer(a) && a.digest !== undefined && b.digest !== undefined && a.digest !== b.digest;
}

function compareContent(pair: Pair, isVolatile: IsVolatile, found: CapturedDifference[]): void {
  const { baseline, candidate } = pair;
  const [left, right] = [membersOf(baseline), membersOf(candidate)];
  const isCut = baseline.reason !== undefined || candidate.reason !== undefined;
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(key), right.get(key)];
    const path = `${pair.path}${key}`;
    if (a !== undefined && b !== undefined) compareAt({ path, baseline: a, candidate: b }, isVolatile, found);
    else if (!isCut && !isVolatile(pathPattern(path)) && baseline.type !== 'array') {
      found.push({ path, baseline: a ?? null, candidate: b ?? null });
    }
  }
  if (baseline.type === 'array' && baseline.length !== candidate.length) pushLengths(pair, isVolatile, found);
}

function pushLengths(pair: Pair, isVolatile: IsVolatile, found: CapturedDifference[]): void {
  if (!isVolatile(`${pathPattern(pair.path)}.length`)) found.push(lengths(pair));
}

function lengths({ path, baseline, candidate }: Pair): CapturedDifference {
  const number = (value: CapturedValue): CapturedValue => ({
    type: 'number',
    text: String(value.length ?? 0),
  });
  return { path: `${path}.length`, baseline: number(baseline), candidate: number(candidate) };
}

/** Members under the text that stands for them in a path; entries of maps and sets go by what they are, not by order. */
function membersOf(value: CapturedValue): ReadonlyMap<string, CapturedValue> {
  const members = new Map<string, CapturedValue>();
  for (const [name, member] of Object.entries(value.fields ?? {})) members.set(`.${name}`, member);
  for (const [index, item] of (value.items ?? []).entries()) {
    const [key, member] = keyedItem(value, item, index);
    members.set(`[${key}]`, member);
  }
  return members;
}

function keyedItem(
  owner: CapturedValue,
  item: CapturedValue,
  index: number,
): readonly [string, CapturedValue] {
  if (owner.type === 'map') {
    const [key, member] = item.items ?? [];
    return [key?.text ?? key?.digest ?? String(index), member ?? item];
  }
  return owner.type === 'set' ? [item.text ?? item.digest ?? String(index), item] : [String(index), item];
}
