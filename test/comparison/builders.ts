import { compareOutcomes } from '../../src/comparison/compare-outcomes.ts';
import type { ComparedRun } from '../../src/comparison/compared-run.ts';
import type { JsonValue } from '../../src/comparison/json/json-value.ts';
import { parseJson } from '../../src/comparison/json/parse-json.ts';
import { createRunComparison } from '../../src/comparison/run-comparison.ts';
import { settleFindings } from '../../src/comparison/settle-findings.ts';
import { createIdentityMask } from '../../src/comparison/values/instance-identity.ts';
import type { Divergence, DivergenceKind, Finding, ShownValue } from '../../src/domain/divergence.ts';
import type { Failed, Observation, ObservedExchange, Responded } from '../../src/domain/observation.ts';
import type { Exchange, HeaderLines } from '../../src/domain/recording.ts';

/** A response with a body of the given text or bytes. */
export function aResponse({
  status = 200,
  headers = [],
  body = '',
  trailers = [],
}: {
  readonly status?: number;
  readonly headers?: HeaderLines;
  readonly body?: string | Uint8Array;
  readonly trailers?: HeaderLines;
} = {}): Responded {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { kind: 'responded', status, headers, body: bytes, trailers, durationMs: 1 };
}

/** A JSON response, given as a value or as its text. */
export function aJson(
  value: unknown,
  rest: { readonly status?: number; readonly headers?: HeaderLines } = {},
): Responded {
  const headers: HeaderLines = [['Content-Type', 'application/json'], ...(rest.headers ?? [])];
  return aResponse({ ...rest, headers, body: typeof value === 'string' ? value : JSON.stringify(value) });
}

export function aFailure(reason: Failed['reason'] = 'connection-refused'): Failed {
  return { kind: 'failed', reason, detail: '', durationMs: 1 };
}

export function anExchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    id: 'x1',
    session: 's',
    startedAt: 0,
    durationMs: 1,
    method: 'GET',
    target: '/things',
    requestHeaders: [],
    requestBody: new Uint8Array(),
    status: 200,
    responseHeaders: [],
    responseBody: new Uint8Array(),
    ...changes,
  };
}

type Outcome = Responded | Failed;

export type Answers = {
  readonly id?: string;
  readonly route?: string;
  readonly exchange?: Partial<Exchange>;
  readonly baseline: Outcome;
  readonly secondary?: Outcome;
  readonly candidate: Outcome;
};

export function anObserved({
  id = 'x1',
  route = 'GET /things',
  exchange = {},
  ...answers
}: Answers): ObservedExchange {
  const observation = (role: Observation['role'], outcome: Outcome): Observation => ({
    exchangeId: id,
    role,
    outcome,
    substitutions: [],
  });
  return {
    exchange: anExchange({ id, ...exchange }),
    route,
    baseline: observation('baseline', answers.baseline),
    ...(answers.secondary === undefined ? {} : { secondary: observation('secondary', answers.secondary) }),
    candidate: observation('candidate', answers.candidate),
  };
}

/** One run over the given exchanges. */
export function aRun(...exchanges: readonly Answers[]): ComparedRun {
  const comparison = createRunComparison({});
  for (const answers of exchanges) comparison.add(anObserved(answers));
  return comparison.result();
}

export function diff(baseline: Outcome, other: Outcome, method = 'GET'): readonly Divergence[] {
  return compareOutcomes(baseline, other, { method, identity: createIdentityMask([], []) });
}

/** `kind place` of each divergence: what most tests look at. */
export function named(divergences: readonly Divergence[]): readonly string[] {
  return divergences.map(({ kind, place }) => `${kind} ${place}`);
}

export function shown(text: string, type: ShownValue['type'] = 'string'): ShownValue {
  return { type, text, length: text.length };
}

export function aDivergence(
  kind: DivergenceKind,
  place: string,
  changes: Partial<Divergence> = {},
): Divergence {
  return { kind, place, pattern: place, baseline: shown('a'), candidate: shown('b'), ...changes };
}

export function aFinding(changes: Partial<Finding> = {}): Finding {
  return {
    id: 'f0001',
    exchangeId: 'x1',
    route: 'GET /things',
    divergence: aDivergence('value-changed', 'body/price'),
    severity: 'risky',
    severityRule: 'value-changed',
    disposition: { kind: 'counted', reason: 'seen in 2 of 2 runs' },
    ...changes,
  };
}

/** A JSON text that the test knows to be valid. */
export function json(text: string): JsonValue {
  const value = parseJson(text);
  if (value === undefined) throw new Error(`not JSON: ${text}`);
  return value;
}

/** An unsigned JSON Web Token with the given claims. */
export function aToken(payload: unknown, header: unknown = { alg: 'none' }, signature = 'c2ln'): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.${signature}`;
}

/** What becomes of each divergence: `kind place`, or `kind place: noise` and the like when it is not counted. */
export function settled(runs: readonly ComparedRun[]): readonly string[] {
  const { findings } = settleFindings({ runs, extraDivergences: [], ignores: [], today: '2024-05-01' });
  return findings.map(({ divergence, disposition }) => {
    const [name = ''] = named([divergence]);
    return disposition.kind === 'counted' ? name : `${name}: ${disposition.kind}`;
  });
}
