/** Where and how a recording stops being one. Offsets and sizes in bytes. */
export type Damage =
  | { readonly kind: 'cut'; readonly bytes: number }
  | {
      readonly kind: 'altered';
      readonly offset: number;
      readonly bytes: number;
      /** Exchanges that the whole file held, when its index could still be read. */
      readonly exchangesInIndex: number | null;
    }
  | { readonly kind: 'end-mark-missing' }
  | { readonly kind: 'blocks-missing'; readonly exchangesInIndex: number; readonly callsInIndex: number }
  | { readonly kind: 'bytes-after-end'; readonly bytes: number };

/** What was read before the damage and can be trusted. */
export type Kept = { readonly blocks: number; readonly exchanges: number; readonly calls: number };

/** One sentence for `RecordingSummary.damage`: what is wrong, what was kept, what was lost. */
export function describeDamage(damage: Damage, kept: Kept): string {
  const whole = `${contents(kept.exchanges, kept.calls)} in ${count(kept.blocks, 'whole block')}`;
  switch (damage.kind) {
    case 'cut':
      return damage.bytes === 0
        ? `The file ends after its last block, without an end mark: ${whole} were kept; what came later, if anything, is lost.`
        : `The file ends inside a block, without an end mark: ${whole} were kept; the last ${count(damage.bytes, 'byte')} are an unfinished block and lost.`;
    case 'altered':
      return `The bytes at ${damage.offset} are not what was written: ${whole} before them were kept; all from there on is lost, ${lost(damage, kept)}.`;
    case 'end-mark-missing':
      return `The file ends without an end mark, which stands after the index: ${whole} were kept; nothing recorded is lost.`;
    case 'blocks-missing':
      return `The index names ${contents(damage.exchangesInIndex, damage.callsInIndex)}, but ${whole} are in the file.`;
    case 'bytes-after-end':
      return `${count(damage.bytes, 'byte')} after the end mark do not belong to the recording and were not read: ${whole} were kept; nothing recorded is lost.`;
  }
}

function lost(
  damage: { readonly bytes: number; readonly exchangesInIndex: number | null },
  kept: Kept,
): string {
  const bytes = count(damage.bytes, 'byte');
  if (damage.exchangesInIndex === null) return `${bytes} with an unknown number of exchanges`;
  return `${bytes} with ${count(damage.exchangesInIndex - kept.exchanges, 'exchange')}`;
}

/** Recordings without calls are the usual ones, and are not told about calls. */
function contents(exchanges: number, calls: number): string {
  const first = count(exchanges, 'exchange');
  return calls === 0 ? first : `${first} and ${count(calls, 'call')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
