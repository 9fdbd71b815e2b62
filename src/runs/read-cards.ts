/** Joins the recording with what was found: findings name exchanges whose requests a reader must be able to look up. */
import type { Exchange } from '../domain/recording.ts';

/** What a reader must be able to look up of an exchange once its bodies are gone. */
export type ExchangeCard = { readonly method: string; readonly target: string; readonly size: number };

/**
 * Used when both runs are over. Reads the recording once more, only as far as the last of the exchanges stands, since until then nobody
 * knew which they would be, and a card for each of a million would be most of what a gate holds.
 */
export async function readCards(
  exchangeIds: Iterable<string>,
  exchanges: () => AsyncIterable<Exchange>,
): Promise<ReadonlyMap<string, ExchangeCard>> {
  const cards = new Map<string, ExchangeCard>();
  const wanted = new Set(exchangeIds);
  wanted.delete('');
  if (wanted.size === 0) return cards;
  for await (const { id, method, target, requestBody } of exchanges()) {
    if (!wanted.delete(id)) continue;
    cards.set(id, { method, target, size: target.length + requestBody.length });
    if (wanted.size === 0) break;
  }
  return cards;
}
