/** Says whether findings show what a case expects. Case paths are flat: `status`, `header.location`, `body.0.title`. */
import type { Finding } from '../../src/domain/divergence.ts';
import type { Case, Expectation } from './case-files.ts';

export type ExchangeExpectation = Extract<Expectation, { id: string }>;

/**
 * A finding shows an expectation when it stands at the expected path, or at something that holds it: an element
 * that was added to `body` shows that `body.length` changed, and a text shows each of its lines. A missing response
 * shows everything; the cases write it as status 0.
 */
export function shows(finding: Finding, stepId: string, expected: ExchangeExpectation): boolean {
  if (stepId !== expected.id) return false;
  if (finding.divergence.kind === 'response-missing') return new RegExp(expected.candidate ?? '').test('0');
  const pattern = new RegExp(`^(?:${expected.path})$`);
  const flat = flatPlace(finding.divergence.place);
  if (pattern.test(flat)) return valuesFit(finding, expected);
  if (isInPage(finding) && namesLine(expected)) return true;
  return covered(finding, flat).some((prefix) => reaches(prefix, expected.path));
}

/** Counted findings of a case that neither its expectations nor its tolerances name. */
export function beyondExpected(
  findings: readonly Finding[],
  stepOf: (exchangeId: string) => string,
  { expected, tolerated, alsoDiffers }: Pick<Case, 'expected' | 'tolerated' | 'alsoDiffers'>,
): readonly Finding[] {
  const excused = [...tolerated, ...alsoDiffers].map(({ match }) => new RegExp(match));
  return findings.filter((finding) => {
    const step = stepOf(finding.exchangeId);
    const isExpected = expected.some((one) => 'id' in one && shows(finding, step, one));
    return (
      !isExpected &&
      !excused.some((rule) => flatPlaces(finding).some((place) => rule.test(`${step} ${place}`)))
    );
  });
}

/** `body/items/0/name` → `body.items.0.name`; a part of a header value stands for the header. */
export function flatPlace(place: string): string {
  const [part = '', ...pointer] = place.split('/');
  if (part.startsWith('header.')) return part;
  const keys = pointer.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return [part, ...keys.map((key) => (key === '(jwt)' ? 'jwt' : key))]
    .join('.')
    .replace('.jwt.payload.', '.jwt.');
}

/** A page is compared by its elements, and named by its lines in the cases. */
function isInPage({ divergence: { place } }: Finding): boolean {
  return place.startsWith('body/html');
}

function namesLine({ path }: ExchangeExpectation): boolean {
  return /^body\\?\.line\d+$/.test(path);
}

/** A changed text is named by its lines in the cases. */
function flatPlaces(finding: Finding): readonly string[] {
  const flat = flatPlace(finding.divergence.place);
  return finding.divergence.kind === 'text-changed' || isInPage(finding) ? [flat, `${flat}.line1`] : [flat];
}

function valuesFit({ divergence }: Finding, expected: ExchangeExpectation): boolean {
  const fits = (pattern: string | undefined, shown: { readonly text: string } | null) =>
    pattern === undefined ||
    new RegExp(pattern, 's').test(shown?.text ?? '(absent)') ||
    quotedFits(pattern, shown);
  if (divergence.place.includes('/') && divergence.place.startsWith('header.')) return true;
  return fits(expected.baseline, divergence.baseline) && fits(expected.candidate, divergence.candidate);
}

/** The cases write strings as JSON. */
function quotedFits(pattern: string, shown: { readonly text: string } | null): boolean {
  return shown !== null && new RegExp(pattern, 's').test(JSON.stringify(shown.text));
}

function covered({ divergence }: Finding, flat: string): readonly string[] {
  switch (divergence.kind) {
    case 'element-added':
    case 'element-removed':
    case 'element-moved':
      return [flat, flat.slice(0, flat.lastIndexOf('.'))];
    case 'outbound-call-added':
    case 'outbound-call-removed':
    case 'content-kind-changed':
    case 'text-changed':
    case 'bytes-changed':
    case 'type-changed':
    case 'field-added':
    case 'field-removed':
      return [flat];
    default:
      return [];
  }
}

/** Whether any alternative of an expected path lies at or below a place. */
function reaches(prefix: string, path: string): boolean {
  return path.split('|').some((one) => one === prefix || one.replaceAll('\\', '').startsWith(`${prefix}.`));
}
