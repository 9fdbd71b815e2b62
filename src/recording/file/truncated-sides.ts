import type { ExchangeHead } from '../../domain/recording.ts';

/** For the `truncated` field: which bodies of an exchange are not whole; nothing to say when both are. */
export function truncatedSides(cut: {
  readonly request: boolean;
  readonly response: boolean;
}): Pick<ExchangeHead, 'truncated'> {
  if (cut.request && cut.response) return { truncated: 'both' };
  if (cut.request) return { truncated: 'request' };
  return cut.response ? { truncated: 'response' } : {};
}
