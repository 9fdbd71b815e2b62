/** Plays a case's steps against a service, one after another, taking values out of answers for later steps. */

import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Case, Step } from './case-files.ts';

type Answer = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};
type Values = Record<string, unknown>;

/** Returns the step id of every request that was sent, in order. */
export async function driveSteps(
  { requests }: Case,
  port: number,
  further: Values,
): Promise<readonly string[]> {
  const values: Values = { ...requests.vars, ...further };
  const sent: string[] = [];
  for (const { step, n, round } of occurrences(requests)) {
    Object.assign(values, { n, round });
    if (step.delayMs) await delay(step.delayMs);
    const answer = await send(step, requests, port, values);
    sent.push(step.id);
    for (const [name, source] of Object.entries(step.capture)) {
      values[name] = captured(source, answer) ?? `uncaptured-${name}`;
    }
  }
  return sent;
}

function* occurrences({ rounds, steps }: Case['requests']) {
  for (let round = 0; round < rounds; round++) {
    for (const step of steps.filter(({ port2 }) => !port2))
      for (let n = 0; n < (step.repeat ?? 1); n++) yield { step, n, round };
  }
}

function send(step: Step, shared: Case['requests'], port: number, values: Values): Promise<Answer | null> {
  const body = bodyOf(step, values);
  const json = step.body !== undefined && typeof step.body !== 'string';
  const headers: Record<string, string | number> = {};
  const lines = {
    host: shared.host,
    ...shared.headers,
    ...(json ? { 'content-type': 'application/json' } : {}),
    ...step.headers,
  };
  for (const [name, value] of Object.entries(lines))
    if (value !== null) headers[name] = filled(value, values);
  if (
    body !== undefined &&
    !Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name))
  ) {
    headers['content-length'] = body.length;
  }
  const { promise, resolve } = Promise.withResolvers<Answer | null>();
  const path = filled(step.path, values);
  const sending = request(
    { host: '127.0.0.1', port, method: step.method, path, headers, agent: false },
    (response) => {
      const chunks: Buffer[] = [];
      const done = () => resolve({ headers: response.headers, body: Buffer.concat(chunks) });
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', done)
        .on('error', done);
    },
  );
  sending.setTimeout(step.timeoutMs ?? 20_000, () => sending.destroy());
  sending.on('error', () => resolve(null));
  sending.end(body);
  return promise;
}

function bodyOf(step: Step, values: Values): Buffer | undefined {
  if (step.bodyBase64 !== undefined) return Buffer.from(step.bodyBase64, 'base64');
  if (step.body === undefined) return undefined;
  return Buffer.from(
    typeof step.body === 'string' ? filled(step.body, values) : JSON.stringify(filledDeep(step.body, values)),
  );
}

function filled(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function filledDeep(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return filled(value, values);
  if (Array.isArray(value)) return value.map((item) => filledDeep(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledDeep(item, values)]));
}

/** `json:a.b`, `header:name` or `body:`, each with an optional `~regexp` whose first group is taken. */
function captured(source: string, answer: Answer | null): unknown {
  const [, kind, path = '', pattern] = /^(json|header|body):(.*?)(?:~(.*))?$/.exec(source) ?? [];
  if (answer === null || kind === undefined) return undefined;
  const whole =
    kind === 'json'
      ? jsonAt(answer.body, path)
      : kind === 'header'
        ? headerAt(answer, path)
        : answer.body.toString();
  return pattern === undefined ? whole : new RegExp(pattern).exec(String(whole))?.[1];
}

function headerAt(answer: Answer, name: string): string {
  const value = answer.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join('; ') : (value ?? '');
}

function jsonAt(body: Buffer, path: string): unknown {
  try {
    const keys = path
      .replace(/^\$\.?/, '')
      .split('.')
      .filter(Boolean);
    return keys.reduce(
      (value: unknown, key) => (value as Values | undefined)?.[key],
      JSON.parse(body.toString()),
    );
  } catch {
    return undefined;
  }
}
