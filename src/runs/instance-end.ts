import type { Divergence } from '../domain/divergence.ts';
import type { InstanceRole, ObservedExchange } from '../domain/observation.ts';
import type { Instance } from '../shadow/instance/instance.ts';

/** That an instance ended, or fell silent, before the run did, and where in the recording. */
export type InstanceEnd = {
  readonly kind: 'limit-exceeded' | 'process-ended';
  /** As the end of a sentence: `used 2.1 GB of memory, where service.limits.memory allows 2 GB`. */
  readonly text: string;
  /** The exchange under way when it ended; empty where none was. */
  readonly exchangeId: string;
  readonly route: string;
  /** Exchanges after it that got no answer, since it was gone or given up. */
  readonly unanswered: number;
  /** Those of them that it was not even sent, though its process lived: they are not compared. */
  readonly givenUp: number;
  /** The end of its log, quoted in lines of their own; untrusted, and may hold secrets of the shadow. */
  readonly log: string;
};

/** Told of every exchange of a run, and asked at its end. */
export type EndFinder = {
  add(observed: ObservedExchange): void;
  find(instance: Instance | undefined): InstanceEnd | null;
};

type Lost = { readonly exchangeId: string; readonly route: string };

/**
 * Finds out during which exchange an instance ended. It is the first one that lost its connection after the last one that was
 * answered whole; reads run side by side, so where that is none, the last that lost it.
 */
export function createEndFinder(role: InstanceRole): EndFinder {
  let sinceAnswer: Lost | null = null;
  let lastLost: Lost | null = null;
  let silentSince: Lost | null = null;
  let gaveUp: string | null = null;
  let gone = 0;
  let givenUp = 0;
  return {
    add({ exchange, route, [role]: observation }) {
      if (observation === undefined) return;
      const { outcome } = observation;
      if (outcome.kind === 'responded') {
        sinceAnswer = null;
        silentSince = null;
      } else if (outcome.reason === 'instance-gone') gone += 1;
      else if (outcome.reason === 'given-up') {
        givenUp += 1;
        gaveUp = outcome.detail;
      } else if (outcome.reason === 'timed-out') silentSince ??= { exchangeId: exchange.id, route };
      else if (outcome.reason === 'connection-lost' || outcome.reason === 'connection-refused') {
        lastLost = { exchangeId: exchange.id, route };
        sinceAnswer ??= lastLost;
      }
    },
    find(instance) {
      const silent = gaveUp === null ? null : ({ kind: 'limit-exceeded', text: gaveUp } as const);
      const ending = instance?.ending() ?? silent;
      if (instance === undefined || ending === null) return null;
      const lost = ending === silent ? silentSince : (sinceAnswer ?? lastLost);
      const { exchangeId, route } = lost ?? { exchangeId: '', route: 'every route' };
      return {
        kind: ending.kind,
        text: ending.text,
        exchangeId,
        route,
        unanswered: gone + givenUp,
        givenUp,
        log: instance.logTail(),
      };
    },
  };
}

/** The end of a candidate as one difference from the baseline, which lived on. */
export function divergenceOfEnd({ kind, text, unanswered }: InstanceEnd): Divergence {
  const lived = kind === 'limit-exceeded' ? 'kept to its limits' : 'ran on';
  const rest = unanswered === 0 ? {} : { note: `${inWords(unanswered)} after it got no answer` };
  return {
    kind,
    place: 'process',
    pattern: 'process',
    baseline: { type: 'text', text: lived, length: lived.length },
    candidate: { type: 'failure', text: text.slice(0, 400), length: text.length },
    ...rest,
  };
}

/** For the warnings: what happened when, and what that leaves unsaid. */
export function sentenceOfEnd(end: InstanceEnd): string {
  const { text, unanswered } = end;
  const rest = unanswered === 0 ? '' : `; ${inWords(unanswered)} after it got no answer`;
  return `The candidate ${text}: that was ${momentOf(end)}${rest}.`;
}

/** `during exchange x000012 (GET /prices/{id})` */
export function momentOf({ exchangeId, route }: InstanceEnd): string {
  return exchangeId === '' ? 'between two exchanges' : `during exchange ${exchangeId} (${route})`;
}

function inWords(exchanges: number): string {
  return exchanges === 1 ? '1 exchange' : `${exchanges} exchanges`;
}
