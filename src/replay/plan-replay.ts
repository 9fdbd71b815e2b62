import type { LeftOut, Plan, PlannedExchange } from '../domain/plan.ts';
import { type Exchange, type ExchangeHead, type HeaderLines, headerOf } from '../domain/recording.ts';
import { learnRouteTemplates } from './route-templates.ts';
import { collapsedSegments, type RouteSample } from './route-tree.ts';
import { rpcOperation } from './rpc-operation.ts';
import { asksForWebSocket, unsendable } from './sent-request.ts';

/** Methods that read by definition; every other one may change state and then runs alone. */
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'PROPFIND', 'REPORT', 'SEARCH']);

/** What is kept of an exchange until all routes are known: one shared path per distinct shape, no bodies. */
type Chosen = {
  readonly id: string;
  readonly session: string;
  readonly method: string;
  readonly path: string;
  readonly mediaType: string | null;
  readonly operation: string | null;
  readonly writes: boolean;
};

/**
 * Used before each gate: reads the recording once and chooses what is replayed, in its order. What cannot be replayed is counted with
 * its reason. Whole exchanges may be given instead of heads; then GraphQL and JSON-RPC calls get routes of their own.
 */
export async function planReplay(heads: AsyncIterable<ExchangeHead | Exchange>): Promise<Plan> {
  const chosen: Chosen[] = [];
  const leftOut = new Map<string, number>();
  const seen = new Set<string>();
  const intern = interner();
  for await (const head of heads) {
    const reason = seen.has(head.id) ? 'its id appears twice in the recording' : reasonToLeaveOut(head);
    seen.add(head.id);
    if (reason !== null) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    else chosen.push(choose(head, intern));
  }
  return { ...withRoutes(chosen), leftOut: byReason(leftOut) };
}

/** An exchange that got no response in production is kept: what both builds do with it is what counts. */
function reasonToLeaveOut(head: ExchangeHead): string | null {
  // Of a conversation that was cut, what is there is whole messages, up to one moment.
  const isCutBody =
    head.messages === undefined && head.truncated !== undefined && head.truncated !== 'response';
  if (isCutBody) return 'request body not whole';
  if (head.method === 'CONNECT' || head.method === 'TRACE') return `method ${head.method} is for proxies`;
  if (head.status === 101 && head.messages === undefined) return 'what followed its upgrade was not recorded';
  const { requestHeaders } = head;
  if (asksForUpgrade(requestHeaders) && !asksForWebSocket(requestHeaders))
    return 'the connection changes protocol';
  return unsendable({ method: head.method, target: head.target, headers: head.requestHeaders });
}

function asksForUpgrade(lines: HeaderLines): boolean {
  const has = (name: string, part: string) =>
    lines.some(([key, value]) => key.toLowerCase() === name && value.toLowerCase().includes(part));
  return has('connection', 'upgrade') && has('upgrade', '') && !has('upgrade', 'h2c');
}

function choose(head: ExchangeHead | Exchange, intern: (text: string) => string): Chosen {
  return {
    id: head.id,
    session: intern(head.session),
    method: intern(head.method),
    path: intern(`/${collapsedSegments(head.target).join('/')}`),
    mediaType: mediaTypeOf(head, intern),
    operation: rpcOperation(head),
    writes: !readingMethods.has(head.method) || saysSomething(head),
  };
}

/** What a client says in a conversation may change state; one that only listens reads. */
function saysSomething({ messages = [] }: ExchangeHead): boolean {
  return messages.some(({ from, kind }) => from === 'client' && kind !== 'close');
}

/** Of a success, since errors look alike everywhere. */
function mediaTypeOf(head: ExchangeHead, intern: (text: string) => string): string | null {
  if (head.status < 200 || head.status > 299) return null;
  const type = headerOf(head.responseHeaders, 'content-type') ?? '';
  return intern(type.split(';', 1)[0]?.trim().toLowerCase() ?? '');
}

/** Equal texts become one text, so that a million heads hold few paths and sessions. */
function interner(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return first ?? text;
  };
}

function withRoutes(chosen: readonly Chosen[]): Pick<Plan, 'exchanges' | 'routes'> {
  const templates = learnRouteTemplates(samplesOf(chosen));
  const intern = interner();
  const exchanges = chosen.map(
    ({ id, session, method, path, operation, writes }): PlannedExchange => ({
      exchangeId: id,
      session,
      route: intern(templates.routeOf(method, path, operation)),
      writes,
      reason: 'every exchange that can be replayed is chosen',
    }),
  );
  return { exchanges, routes: [...new Set(exchanges.map(({ route }) => route))].sort() };
}

function* samplesOf(chosen: readonly Chosen[]): Generator<RouteSample> {
  for (const { method, path, mediaType } of chosen) yield { method, target: path, mediaType };
}

function byReason(leftOut: ReadonlyMap<string, number>): readonly LeftOut[] {
  return [...leftOut]
    .map(([reason, exchanges]) => ({ reason, exchanges }))
    .sort((a, b) => b.exchanges - a.exchanges || (a.reason < b.reason ? -1 : 1));
}
