import type { Divergence } from '../domain/divergence.ts';
import { createExchangeIds } from '../domain/exchange-ids.ts';
import { createPackedNumbers } from '../domain/packed-numbers.ts';

/** What is kept of one exchange of a run: differences, never bodies. */
export type ComparedExchange = {
  readonly exchangeId: string;
  readonly route: string;
  /** Baseline against candidate. */
  readonly divergences: readonly Divergence[];
  /** Baseline against secondary: what varies by nature. `null` when no secondary ran. */
  readonly noise: readonly Divergence[] | null;
  /** `null` when the baseline gave no response. */
  readonly baselineStatus: number | null;
  /** Whether the bodies of baseline and candidate differ in any byte, which is what derived headers follow. */
  readonly bodyDiffers: boolean;
  /** Places whose baseline value the client had sent. */
  readonly echoed: ReadonlySet<string>;
  /** When the baseline answered by its own clock, in ms since 1970; `null` when it did not say. */
  readonly answeredAt: number | null;
};

/** Compared exchanges in the order in which they were observed. Those without a difference are made anew each time they are asked for. */
export type ComparedExchanges = Iterable<ComparedExchange> & { readonly length: number };

/** One run without its bodies. */
export type ComparedRun = {
  readonly exchanges: ComparedExchanges;
  /** Those of them in which candidate or secondary differ from the baseline: what else there is, is only counted by most who look. */
  readonly differing: readonly ComparedExchange[];
  /** Exchanges whose divergences this run alone does not explain as noise. */
  readonly suspects: readonly string[];
  /** Exchanges that could not be compared because an instance was never asked. */
  readonly notCompared: readonly string[];
};

export type KeptExchanges = Pick<ComparedRun, 'exchanges' | 'differing'>;

/** Whether candidate or secondary differ from the baseline in it. */
export function isDiffering({ divergences, noise }: ComparedExchange): boolean {
  return divergences.length > 0 || (noise !== null && noise.length > 0);
}

/** Used where all are held as they are, since they are few. */
export function asKept(exchanges: readonly ComparedExchange[]): KeptExchanges {
  return { exchanges, differing: exchanges.filter(isDiffering) };
}

/** Takes the place of null among numbers, without making a block of them wider where all are null. */
const unknown = -1;
const [bodyDiffers, hasSecondary] = [1, 2];
const nothing: readonly Divergence[] = [];
const nowhere: ReadonlySet<string> = new Set();

/**
 * One per run. A gate may compare a million exchanges, of which nearly all are alike: those take a few bytes each, and only what differs is
 * kept as it is.
 */
export function keepComparedExchanges(): {
  readonly add: (exchange: ComparedExchange) => void;
  readonly result: () => KeptExchanges;
} {
  const differing: ComparedExchange[] = [];
  const differingAt = createPackedNumbers();
  const equal = createEqualExchanges();
  return {
    add: (exchange) => {
      if (isDiffering(exchange)) {
        differingAt.push(equal.length());
        differing.push(exchange);
      }
      equal.add(exchange);
    },
    result: () => ({
      differing,
      exchanges: {
        length: equal.length(),
        *[Symbol.iterator]() {
          let next = 0;
          for (let index = 0; index < equal.length(); index += 1) {
            const kept = differingAt.at(next) === index ? differing[next] : undefined;
            if (kept !== undefined) next += 1;
            yield kept ?? equal.at(index);
          }
        },
      },
    }),
  };
}

/** All but divergences and what follows from them. */
function createEqualExchanges() {
  const ids = createExchangeIds();
  const routeNumbers = new Map<string, number>();
  const routeNames: string[] = [];
  const [routes, statuses] = [createPackedNumbers(), createPackedNumbers()];
  const [flags, moments] = [createPackedNumbers(), createPackedNumbers()];
  const numberOf = (route: string): number => {
    const known = routeNumbers.get(route) ?? routeNames.push(route) - 1;
    routeNumbers.set(route, known);
    return known;
  };
  return {
    length: () => routes.length,
    add: (exchange: ComparedExchange): void => {
      ids.add(exchange.exchangeId);
      routes.push(numberOf(exchange.route));
      statuses.push(exchange.baselineStatus ?? unknown);
      flags.push((exchange.bodyDiffers ? bodyDiffers : 0) | (exchange.noise === null ? 0 : hasSecondary));
      moments.push(exchange.answeredAt ?? unknown);
    },
    at: (index: number): ComparedExchange => {
      const [status, flag, moment] = [
        statuses.at(index) ?? unknown,
        flags.at(index) ?? 0,
        moments.at(index) ?? unknown,
      ];
      return {
        exchangeId: ids.idOf(index),
        route: routeNames[routes.at(index) ?? 0] ?? '',
        divergences: nothing,
        noise: (flag & hasSecondary) === 0 ? null : nothing,
        baselineStatus: status === unknown ? null : status,
        bodyDiffers: (flag & bodyDiffers) !== 0,
        echoed: nowhere,
        answeredAt: moment === unknown ? null : moment,
      };
    },
  };
}
