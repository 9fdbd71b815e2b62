import type { Divergence, Finding, ShownValue } from '../domain/divergence.ts';
import type { NoiseExample, NoiseReport } from '../domain/noise-report.ts';
import type { ShownRedactor } from '../recording/redaction/redact-shown.ts';

/** Longest text that a shown value may have, as its schema says. */
const longestShown = 400;

/** Used once findings are settled and before anything is made of them: what they show holds no secret of an instance. */
export function redactFindings(findings: readonly Finding[], secrets: ShownRedactor): readonly Finding[] {
  return findings.map((finding) => ({
    ...finding,
    divergence: redactDivergence(finding.divergence, secrets),
  }));
}

/** The same for what was excused: its places stand in reports as well. */
export function redactNoise(noise: readonly NoiseReport[], secrets: ShownRedactor): readonly NoiseReport[] {
  return noise.map((each) => ({
    ...each,
    pattern: redactPlace(each.pattern, secrets),
    learned: redactPlace(each.learned, secrets),
    example: each.example === null ? null : redactExample(each.example, secrets),
    refused: each.refused.map((one) => ({
      ...one,
      reason: redactPlace(one.reason, secrets),
      example: redactExample(one.example, secrets),
    })),
  }));
}

function redactExample(example: NoiseExample, secrets: ShownRedactor): NoiseExample {
  const { place, baseline, candidate } = example;
  return {
    ...example,
    place: redactPlace(place, secrets),
    baseline: redactShown(place, baseline, secrets),
    candidate: redactShown(place, candidate, secrets),
  };
}

function redactDivergence(divergence: Divergence, secrets: ShownRedactor): Divergence {
  const { place, pattern, baseline, candidate, hunks, note } = divergence;
  const inLine = (line: string) => line.slice(0, 1) + secrets.redact({ place: 'body', text: line.slice(1) });
  return {
    ...divergence,
    place: redactPlace(place, secrets),
    pattern: redactPlace(pattern, secrets),
    baseline: redactShown(place, baseline, secrets),
    candidate: redactShown(place, candidate, secrets),
    ...(note === undefined ? {} : { note: redactPlace(note, secrets) }),
    ...(hunks === undefined ? {} : { hunks: hunks.map(inLine) }),
  };
}

/** A secret may be a segment of the path that was called, the key of a row, or the name of a field. */
function redactPlace(text: string, secrets: ShownRedactor): string {
  return secrets.redact({ place: 'body', text });
}

/** Bytes are shown in hex and a failure in our words; everything else is text of the service. */
function redactShown(place: string, shown: ShownValue | null, secrets: ShownRedactor): ShownValue | null {
  if (shown === null || shown.type === 'bytes' || shown.type === 'failure') return shown;
  const text = secrets.redact({ place, text: shown.text });
  return text === shown.text ? shown : { ...shown, text: text.slice(0, longestShown) };
}
