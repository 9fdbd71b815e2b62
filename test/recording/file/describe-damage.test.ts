import { expect, test } from '@jest/globals';
import { type Damage, describeDamage } from '../../../src/recording/file/describe-damage.ts';

const kept = { blocks: 2, exchanges: 30, calls: 0 };

test('calls are told where there are any', () => {
  const words = describeDamage({ kind: 'end-mark-missing' }, { ...kept, calls: 1 });
  expect(words).toContain('30 exchanges and 1 call in 2 whole blocks were kept');
});

test.each<[Damage, string]>([
  [{ kind: 'cut', bytes: 0 }, 'without an end mark: 30 exchanges in 2 whole blocks were kept'],
  [{ kind: 'cut', bytes: 1 }, 'the last 1 byte are an unfinished block and lost'],
  [{ kind: 'altered', offset: 77, bytes: 500, exchangesInIndex: 45 }, 'lost, 500 bytes with 15 exchanges.'],
  [
    { kind: 'altered', offset: 77, bytes: 500, exchangesInIndex: null },
    'with an unknown number of exchanges.',
  ],
  [{ kind: 'end-mark-missing' }, 'nothing recorded is lost'],
  [
    { kind: 'blocks-missing', exchangesInIndex: 31, callsInIndex: 0 },
    'names 31 exchanges, but 30 exchanges in 2 whole blocks',
  ],
  [{ kind: 'bytes-after-end', bytes: 9 }, '9 bytes after the end mark do not belong to the recording'],
])('%j says what was kept and what was lost', (damage, words) => {
  expect(describeDamage(damage, kept)).toContain(words);
});
