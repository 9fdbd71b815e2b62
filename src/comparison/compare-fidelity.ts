import type { Divergence, ShownValue } from '../domain/divergence.ts';
import type { Evidence } from '../domain/evidence.ts';
import { createExchangeIdSet } from '../domain/exchange-id-set.ts';
import type { LargeBody } from '../domain/large-body.ts';
import { neverSent, type ObservedExchange, type Responded } from '../domain/observation.ts';
import type { Exchange } from '../domain/recording.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import type { ComparedRun } from './compared-run.ts';
import { answerOf, type ProtoSchema } from './content/proto-schema.ts';
import { learnNoise } from './noise/learn-noise.ts';
import { linesCutNote } from './text/compare-text.ts';
import { type HunkLines, readHunks } from './text/hunk-lines.ts';
import { createIdentityMask } from './values/instance-identity.ts';
import { embeddedTime } from './values/recognise-time.ts';
import { generatedClass } from './values/recognise-value.ts';
import { isSameInFolder } from './values/same-in-folder.ts';

export type Fidelity = {
  readonly add: (observed: ObservedExchange) => void;
  /** `folders`: those of the baseline in the shadow, which may stand in its answers as production's own do in the recorded ones. */
  readonly result: (run?: ComparedRun, folders?: readonly string[]) => Evidence['fidelity'];
};

const mostExamples = 10;

/**
 * Does the baseline in the shadow answer as production did? An exchange is faithful when it has the same status, the same
 * kind of body, the same fields with the same types, and the same values, save where a value is volatile, redacted,
 * issued anew by this instance, or looks generated (production drew its ids and times on another day). Headers are left
 * out, because what stands in front of production adds and removes them; so are counts and order of elements, which
 * follow from how much data there is rather than from how the service behaves. An exchange that production left without a whole answer cannot be
 * judged and is not counted. When none can be judged the share is 0: nothing is known, and that is never green.
 */
export function createFidelity(schema: ProtoSchema | null = null): Fidelity {
  const judgedIds = createExchangeIdSet();
  const departed: JudgedExchange[] = [];
  let judged = 0;
  return {
    add: (observed) => {
      if (!canBeJudged(observed) || !judgedIds.add(observed.exchange.id)) return;
      judged += 1;
      const one = judge(observed, schema);
      if (one.departures.length > 0) departed.push(one);
    },
    result: (run, folders = []) => summarise({ judged, departed, folders }, run),
  };
}

/** Those that answered as production did are only counted. */
type Judged = {
  readonly judged: number;
  readonly departed: readonly JudgedExchange[];
  readonly folders: readonly string[];
};

type JudgedExchange = {
  readonly exchangeId: string;
  readonly route: string;
  readonly departures: readonly Divergence[];
};

function canBeJudged({ exchange, baseline }: ObservedExchange): boolean {
  const isWhole = exchange.truncated !== 'response' && exchange.truncated !== 'both';
  const wasAsked = baseline.outcome.kind === 'responded' || !neverSent.has(baseline.outcome.reason);
  return exchange.status !== 0 && exchange.failure === undefined && isWhole && wasAsked;
}

function judge({ exchange, route, baseline }: ObservedExchange, schema: ProtoSchema | null): JudgedExchange {
  const recorded: Responded = {
    kind: 'responded',
    status: exchange.status,
    headers: exchange.responseHeaders,
    body: exchange.responseBody,
    ...(exchange.largeResponse === undefined ? {} : { large: recordedLarge(exchange.largeResponse) }),
    ...(exchange.messages === undefined ? {} : { messages: exchange.messages }),
    trailers: exchange.responseTrailers ?? [],
    durationMs: exchange.durationMs,
  };
  const { substitutions } = baseline;
  const divergences = compareOutcomes(recorded, baseline.outcome, {
    method: exchange.method,
    answer: answerOf(schema, exchange.target),
    identity: createIdentityMask(
      substitutions.map((substitution) => substitution.recorded),
      substitutions.map(({ live }) => live),
    ),
  });
  const departures = divergences.filter((divergence) => isDeparture(divergence, exchange.redacted ?? false));
  return { exchangeId: exchange.id, route, departures };
}

/** Where it parts from another is not known of a recorded one. */
function recordedLarge({ length, digest }: NonNullable<Exchange['largeResponse']>): LargeBody {
  return { kind: 'large', length, digest, head: new Uint8Array(), blocks: [] };
}

function isDeparture(divergence: Divergence, redacted: boolean): boolean {
  const { kind, baseline, candidate } = divergence;
  switch (kind) {
    case 'status-changed':
    case 'content-kind-changed':
    case 'field-added':
    case 'field-removed':
    case 'type-changed':
    case 'response-missing':
      return true;
    case 'text-changed':
      return !redacted && !isSameText(divergence);
    case 'value-changed':
    case 'bytes-changed':
      return !redacted && (baseline === null || candidate === null || !isSameElsewhere(baseline, candidate));
    default:
      return false;
  }
}

/** What redaction puts in place of a secret, also in headers, of which `redacted` does not tell. */
const redactionToken = /^sg_[\w-]{22}$/;

/**
 * Production's was redacted, both look generated alike, or they differ in nothing but the address that production has and the shadow has
 * not.
 */
function isSameElsewhere(recorded: ShownValue, live: ShownValue): boolean {
  if (redactionToken.test(recorded.text)) return true;
  const found = drawnClass(recorded.text, recorded.type === 'number');
  if (found !== null && found === drawnClass(live.text, live.type === 'number')) return true;
  return withoutOrigins(recorded.text) === withoutOrigins(live.text);
}

/** A cut list of lines is no proof. */
function isSameText(divergence: Divergence): boolean {
  const isCut = divergence.note?.includes(linesCutNote) ?? false;
  return !isCut && readHunks(divergence).every(isSameRun);
}

/** Lines that differ in nothing but what is drawn or read from a clock. */
function isSameRun({ removed, added }: HunkLines): boolean {
  return (
    removed.length === added.length &&
    removed.every((line, index) => withoutDrawn(line) === withoutDrawn(added[index] ?? ''))
  );
}

function withoutDrawn(line: string): string {
  return withoutOrigins(line)
    .replace(embeddedTime, 'time')
    .replace(/[\w+/=-]{15,}/g, (word) => drawnClass(word) ?? word);
}

/** Ids of many digits, which count from a clock, look like no token and like no number that means anything. */
function drawnClass(word: string, numeric = false): string | null {
  return generatedClass(word, numeric) ?? (/^\d{15,}$/.test(word) ? `digits-${word.length}` : null);
}

function withoutOrigins(text: string): string {
  return text.replace(/\bhttps?:\/\/[^/\s"'<>?#]+/g, '');
}

function summarise(
  { judged, departed, folders }: Judged,
  run: ComparedRun | undefined,
): Evidence['fidelity'] {
  const noise = learnNoise(run === undefined ? [] : [run]);
  const unfaithful = departed.flatMap((exchange) => {
    const departure = exchange.departures.find(
      (one) => noise.atPlace(exchange.route, one.pattern) === null && !isInOwnFolder(one, folders),
    );
    return departure === undefined ? [] : [describe(exchange, departure)];
  });
  return {
    share: judged === 0 ? 0 : (judged - unfaithful.length) / judged,
    compared: judged,
    examples: unfaithful.slice(0, mostExamples),
  };
}

/** The folder of the shadow stands where production has another, and the rest is equal. */
function isInOwnFolder({ kind, baseline, candidate }: Divergence, folders: readonly string[]): boolean {
  if (kind !== 'value-changed' || baseline === null || candidate === null) return false;
  return isSameInFolder(baseline.text, candidate.text, folders);
}

function describe({ exchangeId, route }: JudgedExchange, { place, baseline, candidate }: Divergence): string {
  const shown = (value: ShownValue | null): string => (value === null ? 'nothing' : value.text.slice(0, 60));
  return `${exchangeId} ${route}: ${place} ${shown(baseline)} recorded, ${shown(candidate)} in the shadow`;
}
