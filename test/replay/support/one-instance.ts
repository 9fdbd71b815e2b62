import type { InstanceRole, Responded } from '../../../src/domain/observation.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import type { ReplaySettings } from '../../../src/domain/service.ts';
import { createValueCarrier } from '../../../src/replay/values/carry-values.ts';

/** One instance that answers each exchange as told; gives what it was sent. */
export function replayed(
  steps: readonly (readonly [Exchange, Partial<Responded>?])[],
  credentials: ReplaySettings['credentials'] = [],
) {
  const carrier = createValueCarrier(credentials);
  const role: InstanceRole = 'baseline';
  const sent = steps.map(([exchange, answer]) => {
    const { id: exchangeId, session, method } = exchange;
    const admitted = carrier.admit(
      { exchangeId, session, route: `${method} ${exchange.target}`, writes: method !== 'GET', reason: '' },
      exchange,
    );
    const { request, substitutions, unresolved } = carrier.requestFor(admitted, role);
    const { status, responseHeaders: headers, responseBody: body } = exchange;
    const whole = { kind: 'responded', status, headers, body, trailers: [], durationMs: 1 } as const;
    carrier.learn(admitted, [{ role, outcome: { ...whole, ...answer } }]);
    return {
      target: request.target,
      headers: request.headers,
      body: Buffer.from(request.body).toString(),
      substitutions,
      unresolved,
      producers: [...admitted.producers],
    };
  });
  return { sent, notes: carrier.notes() };
}
