import { createPseudonyms, type Pseudonyms } from '../../src/recording/redaction/pseudonyms.ts';

/** Pseudonyms under a key of the tests, with nothing remembered yet. */
export function somePseudonyms(): Pseudonyms {
  return createPseudonyms(Buffer.from('a redaction key of the tests'));
}
