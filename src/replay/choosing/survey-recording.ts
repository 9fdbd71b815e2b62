import { createExchangeIdSet } from '../../domain/exchange-id-set.ts';
import { createExchangeIds, type ExchangeIds } from '../../domain/exchange-ids.ts';
import { createPackedNumbers } from '../../domain/packed-numbers.ts';
import type { LeftOut } from '../../domain/plan.ts';
import { type Exchange, type ExchangeHead, headerOf } from '../../domain/recording.ts';
import { learnRouteTemplates } from '../routes/route-templates.ts';
import { collapsedSegments, type RouteSample } from '../routes/route-tree.ts';
import { rpcOperation } from '../routes/rpc-operation.ts';
import { shapeOf } from './exchange-shape.ts';
import { mayChangeState } from './may-change-state.ts';
import { createLikenessCounter } from './new-likenesses.ts';
import { reasonToLeaveOut } from './reason-to-leave-out.ts';

/**
 * A recording as planning knows it: a few bytes for each exchange that can be replayed, in the order of the recording, whatever its
 * size. Texts that many exchanges share are held once.
 */
export type Survey = {
  readonly exchanges: number;
  readonly idOf: ExchangeIds['idOf'];
  readonly sessionOf: (index: number) => string;
  /** Index into `kinds`. */
  readonly kindOf: (index: number) => number;
  /** Number of its session; 0 for exchanges that belong to none. */
  readonly sessionNumberOf: (index: number) => number;
  /** Numbers of sessions that were given, 0 included. */
  readonly sessions: number;
  /** Milliseconds that it took in production, 65,535 at most. */
  readonly durationOf: (index: number) => number;
  /** Whether it may leave something behind that later exchanges of its session rest on: a write, or a cookie. */
  readonly leavesState: (index: number) => boolean;
  /** Values in it of a kind that its place had not shown before, 127 at most. */
  readonly newsIn: (index: number) => number;
  readonly kinds: readonly ExchangeKind[];
  readonly leftOut: readonly LeftOut[];
  readonly routes: readonly string[];
};

/** Exchanges of one route that look alike but for their values. */
export type ExchangeKind = Look & { readonly route: string };

type Look = {
  readonly writes: boolean;
  /** A status of 400 or more, or no response at all. */
  readonly isError: boolean;
};

/** Shapes of one path that are told apart; a service that answers in more of them has no rare ones. */
const mostShapes = 1_000;

type Place = {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string | null;
  /** Requests by media type of a success; null for those that were none. */
  readonly mediaTypes: Map<string | null, number>;
  /** Number of the look by shape. */
  readonly shapes: Map<string, number>;
};

/**
 * Used before each gate: looks through the recording once. Whole exchanges may be given instead of heads; then GraphQL and JSON-RPC calls
 * get routes of their own, and shapes take the bodies in.
 */
export async function surveyRecording(exchanges: AsyncIterable<ExchangeHead | Exchange>): Promise<Survey> {
  const surveyor = createSurveyor();
  for await (const exchange of exchanges) surveyor.add(exchange);
  return surveyor.result();
}

function createSurveyor() {
  const known = createExchangeIdSet();
  const ids = createExchangeIds();
  const places = new Map<string, Place>();
  const sessionNumbers = new Map<string, number>([['', 0]]);
  const looks: Look[] = [];
  const [looksOf, sessions] = [createPackedNumbers(), createPackedNumbers()];
  const [durations, marks] = [createPackedNumbers(), createPackedNumbers()];
  const leftOut = new Map<string, number>();
  const countNews = createLikenessCounter();

  return {
    add: (exchange: ExchangeHead | Exchange): void => {
      const isNew = known.add(exchange.id);
      const reason = isNew ? reasonToLeaveOut(exchange) : 'its id appears twice in the recording';
      if (reason !== null) {
        leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
        return;
      }
      ids.add(exchange.id);
      const place = placeOf(exchange, places);
      const { shape, likenesses } = shapeOf(exchange);
      looksOf.push(lookOf(place, { head: exchange, shape, looks }));
      sessions.push(numbered(sessionNumbers, exchange.session));
      durations.push(Math.min(65_535, Math.round(exchange.durationMs)));
      marks.push(marksOf(exchange, countNews(place.number, likenesses)));
    },
    result: (): Survey => {
      const { kinds, kindOfLook } = kindsOf(looks, places);
      const sessionTexts = [...sessionNumbers.keys()];
      return {
        exchanges: looksOf.length,
        idOf: ids.idOf,
        sessionNumberOf: (index) => sessions.at(index) ?? 0,
        sessions: sessionTexts.length,
        sessionOf: (index) => sessionTexts[sessions.at(index) ?? 0] ?? '',
        kindOf: (index) => kindOfLook[looksOf.at(index) ?? 0] ?? 0,
        durationOf: (index) => durations.at(index) ?? 0,
        leavesState: (index) => ((marks.at(index) ?? 0) & 0x80) !== 0,
        newsIn: (index) => (marks.at(index) ?? 0) & 0x7f,
        kinds,
        leftOut: byReason(leftOut),
        routes: [...new Set(kinds.map(({ route }) => route))].sort(),
      };
    },
  };
}

type Seen = { readonly head: ExchangeHead; readonly shape: number; readonly looks: Look[] };

/** The number of its look; a new one is added. */
function lookOf({ shapes }: Place, { head, shape, looks }: Seen): number {
  const look = { writes: mayChangeState(head), isError: head.status >= 400 || head.status === 0 };
  const told = (what: number | string) => `${what} ${look.writes} ${look.isError}`;
  const isFull = shapes.size >= mostShapes && !shapes.has(told(shape));
  const key = told(isFull ? 'other' : shape);
  const known = shapes.get(key);
  if (known !== undefined) return known;
  looks.push(look);
  shapes.set(key, looks.length - 1);
  return looks.length - 1;
}

/** In one byte whether it leaves state, and how much is new in it. */
function marksOf(head: ExchangeHead, news: number): number {
  const leavesState = mayChangeState(head) || headerOf(head.responseHeaders, 'set-cookie') !== undefined;
  return (leavesState ? 0x80 : 0) | Math.min(127, news);
}

function numbered(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

function placeOf(exchange: ExchangeHead | Exchange, places: Map<string, Place>): Place {
  const { method } = exchange;
  const path = `/${collapsedSegments(exchange.target).join('/')}`;
  const operation = rpcOperation(exchange);
  const key = `${method} ${path} ${operation ?? ''}`;
  let place = places.get(key);
  if (place === undefined) {
    place = { number: places.size, method, path, operation, mediaTypes: new Map(), shapes: new Map() };
    places.set(key, place);
  }
  const mediaType = mediaTypeOf(exchange);
  place.mediaTypes.set(mediaType, (place.mediaTypes.get(mediaType) ?? 0) + 1);
  return place;
}

/** Of a success, since errors look alike everywhere. */
function mediaTypeOf(head: ExchangeHead): string | null {
  if (head.status < 200 || head.status > 299) return null;
  const type = headerOf(head.responseHeaders, 'content-type') ?? '';
  return type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Once all paths are known, those of one route share its kinds. */
function kindsOf(
  looks: readonly Look[],
  places: ReadonlyMap<string, Place>,
): { readonly kinds: readonly ExchangeKind[]; readonly kindOfLook: Uint32Array } {
  const templates = learnRouteTemplates(samplesOf(places.values()));
  const kinds: ExchangeKind[] = [];
  const kindOfLook = new Uint32Array(looks.length);
  const known = new Map<string, number>();
  for (const place of places.values()) {
    const { method, path, operation } = place;
    const route = templates.routeOf(method, path, operation);
    for (const [shape, number] of place.shapes) {
      const kind = numbered(known, `${route}\n${shape}`);
      const look = looks[number];
      if (kind === kinds.length && look !== undefined) kinds.push({ route, ...look });
      kindOfLook[number] = kind;
    }
  }
  return { kinds, kindOfLook };
}

function* samplesOf(places: Iterable<Place>): Generator<RouteSample> {
  for (const { method, path, mediaTypes } of places) {
    for (const [mediaType, requests] of mediaTypes) yield { method, target: path, mediaType, requests };
  }
}

function byReason(leftOut: ReadonlyMap<string, number>): readonly LeftOut[] {
  return [...leftOut]
    .map(([reason, exchanges]) => ({ reason, exchanges }))
    .sort((a, b) => b.exchanges - a.exchanges || (a.reason < b.reason ? -1 : 1));
}
