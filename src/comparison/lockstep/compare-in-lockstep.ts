import { isUtf8 } from 'node:buffer';
import type { JsonComparison } from '../compare-json.ts';
import { createSettler } from './settle-difference.ts';
import { skipSpace } from './skip-json.ts';
import { passSpaces, startStep } from './step.ts';
import { walkValue } from './walk-value.ts';

/**
 * Two JSON texts → their divergences, without reading more of them as values than what differs: the usual case of two builds of
 * one service, whose answers have the same keys in the same order. The same divergences as `compareJson` finds, at a fraction of the
 * time; `false`, with nothing said, when the texts are not both JSON or are such that only `compareJson` can tell.
 */
export function compareInLockstep(
  baseline: Uint8Array,
  other: Uint8Array,
  comparison: JsonComparison,
): boolean {
  if (!isUtf8(baseline) || !isUtf8(other)) return false;
  const step = startStep(asBuffer(baseline), asBuffer(other));
  passSpaces(step);
  if (!walkValue(step)) return false;
  const [end, otherEnd] = [skipSpace(step.baseline, step.at), skipSpace(step.other, step.at + step.shift)];
  if (end !== baseline.length || otherEnd !== other.length) return false;
  const settle = createSettler(step, comparison);
  for (const difference of step.found) settle(difference);
  return true;
}

function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
