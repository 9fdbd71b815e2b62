import type { CapturedValue, RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { ShownRedactor } from '../recording/redaction/redact-shown.ts';

/**
 * Used before captured state is shown: the agent took out what has the name or the shape of a secret, and this takes out what is known to be one,
 * because it was sent to an instance. Equal values stay equal.
 */
export function redactCaptured(snapshot: RuntimeSnapshot, secrets: ShownRedactor): RuntimeSnapshot {
  const hits = snapshot.hits.map((hit) => ({
    ...hit,
    values: Object.fromEntries(
      Object.entries(hit.values).map(([name, value]) => [name, redact(value, secrets)]),
    ),
  }));
  return { ...snapshot, hits };
}

function redact(value: CapturedValue, secrets: ShownRedactor): CapturedValue {
  const isText = value.text !== undefined && /^(?:string|error|symbol)$/.test(value.type);
  return {
    ...value,
    ...(isText ? { text: secrets.redact({ place: 'body', text: value.text }) } : {}),
    ...(value.items === undefined ? {} : { items: value.items.map((item) => redact(item, secrets)) }),
    ...(value.fields === undefined
      ? {}
      : {
          fields: Object.fromEntries(
            Object.entries(value.fields).map(([name, field]) => [name, redact(field, secrets)]),
          ),
        }),
  };
}
