import type { RuntimeEvent } from '../../domain/runtime-snapshot.ts';

/** Strings of the request flow that are held once: queries of a service are few, and each is sent many times. */
const mostShared = 10_000;

/** An event with the number of the process that told of it. */
type Told<Event> = { readonly connection: number; readonly event: Event };

export type FlowKeeper = {
  /** Takes an event where it is one of the flow, and says whether it is. */
  takes(connection: number, event: RuntimeEvent): boolean;
  /** How many it took, held or not. */
  count(): number;
  /** All that was held; at its end, where something was not, what says so. */
  events(): readonly Told<RuntimeEvent>[];
};

/** Bounds what the request flow of one instance takes to hold. Used while its records come in. */
export function createFlowKeeper(most: number): FlowKeeper {
  const events: Told<RuntimeEvent>[] = [];
  const texts = new Map<string, string>();
  let count = 0;
  const shared = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined && texts.size < mostShared) texts.set(text, text);
    return known ?? text;
  };
  return {
    takes(connection, event) {
      if (!isFlow(event)) return false;
      const kept = event.kind === 'query' ? { ...event, text: shared(event.text) } : event;
      count += 1;
      if (count <= most) events.push({ connection, event: kept });
      return true;
    },
    count: () => count,
    events: () => (count <= most ? events : [...events, ending]),
  };
}

const ending: Told<RuntimeEvent> = {
  connection: Number.MAX_SAFE_INTEGER,
  event: { kind: 'flow-unsettled', exchangeId: '', sequence: 0 },
};

function isFlow({ kind }: RuntimeEvent): boolean {
  return kind === 'query' || kind === 'span' || kind === 'file' || kind === 'process';
}
