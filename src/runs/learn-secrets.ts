import type { ObservedExchange } from '../domain/observation.ts';
import type { ShownRedactor } from '../recording/redaction/redact-shown.ts';
import { isRedactionToken } from '../replay/values/id-shapes.ts';

/** Told of every exchange of a run whose values are shown: what an instance issued in place of a token was a secret in production and is one here. */
export function learnSecrets(
  { baseline, secondary, candidate }: ObservedExchange,
  secrets: ShownRedactor,
): void {
  for (const { substitutions } of [baseline, candidate, ...(secondary ? [secondary] : [])]) {
    for (const { place, recorded, live } of substitutions)
      if (/^header\.(?:cookie|authorization)(?:\/|$)/.test(place) || isRedactionToken(recorded))
        secrets.learn(live);
  }
}
