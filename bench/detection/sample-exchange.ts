/** One observed exchange as the two other rules see it: status, header lines and a body that is JSON or text. */
import type { Observation, ObservedExchange } from '../../src/domain/observation.ts';

export type SampledAnswer = {
  /** 0 when no answer came. */
  readonly status: number;
  /** By lower-case name; lines of one name joined as HTTP joins them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body:
    | { readonly kind: 'json'; readonly value: unknown }
    | { readonly kind: 'text'; readonly text: string };
};

export type SampledExchange = {
  readonly route: string;
  readonly baseline: SampledAnswer;
  /** The same build again. */
  readonly secondary: SampledAnswer;
  readonly candidate: SampledAnswer;
};

const noAnswer: SampledAnswer = { status: 0, headers: {}, body: { kind: 'text', text: '' } };

export function sampleExchange({ route, baseline, secondary, candidate }: ObservedExchange): SampledExchange {
  return {
    route,
    baseline: sampleAnswer(baseline),
    secondary: secondary === undefined ? noAnswer : sampleAnswer(secondary),
    candidate: sampleAnswer(candidate),
  };
}

function sampleAnswer({ outcome }: Observation): SampledAnswer {
  if (outcome.kind === 'failed') return noAnswer;
  const headers: Record<string, string> = {};
  for (const [name, value] of outcome.headers) {
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  const text = Buffer.from(outcome.body).toString('utf8');
  return { status: outcome.status, headers, body: readBody(text, headers['content-type'] ?? '') };
}

function readBody(text: string, type: string): SampledAnswer['body'] {
  if (!type.includes('json')) return { kind: 'text', text };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'text', text };
  }
}
