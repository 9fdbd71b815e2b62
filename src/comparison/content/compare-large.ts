import { digestOfBody } from '../../content-coding/digest-body.ts';
import type { ShownValue } from '../../domain/divergence.ts';
import { type LargeBody, largeBodyBlock } from '../../domain/large-body.ts';
import type { Responded } from '../../domain/observation.ts';
import type { JsonComparison } from '../json/compare-json.ts';
import { recogniseFormat } from './recognise-format.ts';

/** A body that was not held on at least one side → whether it differs, in what format, and where first. Nothing in it is read. */
export function compareLarge(
  baseline: Responded,
  other: Responded,
  { collector, position }: JsonComparison,
): void {
  const [before, after] = [largeOf(baseline), largeOf(other)];
  if (before.digest === after.digest) return;
  const isOtherFormat = recogniseFormat(before.head) !== recogniseFormat(after.head);
  collector.add({
    kind: isOtherFormat ? 'content-kind-changed' : 'bytes-changed',
    ...position,
    baseline: show(before),
    candidate: show(after),
    note: `too long to be read, compared by digest: baseline: ${describe(before)}; candidate: ${describe(after)}; ${whereTheyPart(before, after)}`,
  });
}

/** What is known of a body either way. */
export function largeOf({ body, large }: Pick<Responded, 'body' | 'large'>): LargeBody {
  return large ?? digestOfBody(body);
}

function describe({ head, length }: LargeBody): string {
  return `${recogniseFormat(head)} of ${length} bytes`;
}

/** To the byte inside the heads, else to the block. */
function whereTheyPart(before: LargeBody, after: LargeBody): string {
  const byte = before.head.findIndex((value, index) => value !== after.head[index]);
  if (byte !== -1) return `they part at byte ${byte}`;
  const block = before.blocks.findIndex((crc, index) => crc !== after.blocks[index]);
  if (block === -1) return `they part at byte ${before.length}, where the baseline ends`;
  const from = block * largeBodyBlock;
  return `they part between bytes ${from} and ${from + largeBodyBlock - 1}`;
}

function show({ head, length, digest }: LargeBody): ShownValue {
  return { type: 'bytes', text: `${Buffer.from(head.subarray(0, 16)).toString('hex')}…`, length, digest };
}
