/** Joins what tells of single exchanges by their ids with the plan, which knows their routes and sessions. */
import type { PlannedExchange, PlannedExchanges } from '../domain/plan.ts';
import { hashText } from '../replay/choosing/text-hash.ts';

/** Gives a planned exchange for its id; undefined for one that is not planned. */
export type FindPlanned = (exchangeId: string) => PlannedExchange | undefined;

/**
 * Used where few of a plan are asked for, or many over a long time. Goes through the plan when first asked, and keeps eight to sixteen bytes
 * for each exchange: a map of their ids would be larger than the plan itself.
 */
export function createPlannedLookup(exchanges: PlannedExchanges): FindPlanned {
  let slots: Uint32Array | null = null;
  return (exchangeId) => {
    if (exchanges.length === 0) return undefined;
    slots ??= fillSlots(exchanges);
    for (let slot = firstSlot(exchangeId, slots); ; slot = nextSlot(slot, slots)) {
      const number = slots[slot] ?? 0;
      if (number === 0) return undefined;
      const planned = exchanges.at(number - 1);
      if (planned?.exchangeId === exchangeId) return planned;
    }
  };
}

/** At least half of them stay free, so that whatever is sought is found or missed after a few. A slot holds a number in the plan, from 1. */
function fillSlots(exchanges: PlannedExchanges): Uint32Array {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * exchanges.length)));
  let number = 0;
  for (const { exchangeId } of exchanges) {
    number += 1;
    let slot = firstSlot(exchangeId, slots);
    while (slots[slot] !== 0) slot = nextSlot(slot, slots);
    slots[slot] = number;
  }
  return slots;
}

function firstSlot(exchangeId: string, slots: Uint32Array): number {
  return hashText(exchangeId) & (slots.length - 1);
}

function nextSlot(slot: number, slots: Uint32Array): number {
  return (slot + 1) & (slots.length - 1);
}
