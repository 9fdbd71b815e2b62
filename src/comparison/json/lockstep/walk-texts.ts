import { isUtf8 } from 'node:buffer';
import { skipSpace } from './skip-json.ts';
import { passSpaces, type Step, startStep } from './step.ts';
import { walkValue } from './walk-value.ts';

/**
 * The first half of the comparison in lockstep: two JSON texts → what differs, still in bytes, with the way that leads there. `null`
 * when the texts are not both JSON or are such that only `compareJson` can tell. Naming and showing what was found is the other half.
 */
export function walkTexts(baseline: Uint8Array, other: Uint8Array): Step | null {
  if (!isUtf8(baseline) || !isUtf8(other)) return null;
  const step = startStep(asBuffer(baseline), asBuffer(other));
  passSpaces(step);
  if (!walkValue(step)) return null;
  const [end, otherEnd] = [skipSpace(step.baseline, step.at), skipSpace(step.other, step.at + step.shift)];
  return end === baseline.length && otherEnd === other.length ? step : null;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
