import type { Divergence } from '../../domain/divergence.ts';

/**
 * Whether a finding is of what a build asked, called, wrote or started, and not of its answer: the two may have different causes in
 * one exchange.
 */
export function isEffect({ kind }: Pick<Divergence, 'kind'>): boolean {
  return /^(?:outbound-call|span|effect|writes?|process|call-count)-/.test(kind) && kind !== 'process-ended';
}
