import type { Divergence, Finding, ShownValue } from './domain/divergence.ts';
import type { ShownRedactor } from './recording/redact-shown.ts';

/** Longest text that a shown value may have, as its schema says. */
const longestShown = 400;

/** Used once findings are settled and before anything is made of them: what they show holds no secret of an instance. */
export function redactFindings(findings: readonly Finding[], secrets: ShownRedactor): readonly Finding[] {
  return findings.map((finding) => ({
    ...finding,
    divergence: redactDivergence(finding.divergence, secrets),
  }));
}

function redactDivergence(divergence: Divergence, secrets: ShownRedactor): Divergence {
  const { place, baseline, candidate, hunks } = divergence;
  const inLine = (line: string) => line.slice(0, 1) + secrets.redact({ place: 'body', text: line.slice(1) });
  return {
    ...divergence,
    baseline: redactShown(place, baseline, secrets),
    candidate: redactShown(place, candidate, secrets),
    ...(hunks === undefined ? {} : { hunks: hunks.map(inLine) }),
  };
}

/** Bytes are shown in hex and a failure in our words; everything else is text of the service. */
function redactShown(place: string, shown: ShownValue | null, secrets: ShownRedactor): ShownValue | null {
  if (shown === null || shown.type === 'bytes' || shown.type === 'failure') return shown;
  const text = secrets.redact({ place, text: shown.text });
  return text === shown.text ? shown : { ...shown, text: text.slice(0, longestShown) };
}
