import type { ShownValue } from '../../domain/divergence.ts';
import type { StateRow, StateUnit } from '../../domain/state.ts';
import { compareText, notesOfText } from '../text/compare-text.ts';
import type { IdentityMask } from '../values/instance-identity.ts';
import { showString, showText } from '../values/shown-value.ts';
import type { RowPair } from './pair-rows.ts';
import type { StoredDivergence } from './row-divergences.ts';
import { rowPosition } from './state-place.ts';

/** One file in two instances: told in changed lines where both sides are text, by size and digest where one is not. */
export function describeFile(
  { baseline, other }: RowPair,
  unit: StateUnit,
  identity: IdentityMask,
): readonly StoredDivergence[] {
  const [before, after] = [baseline.values['content']?.text, other.values['content']?.text];
  const isText = before !== undefined && after !== undefined;
  if (isText ? identity.isSame(before, after) : stampOf(baseline) === stampOf(other)) return [];
  const keys = { unit, baselineKey: baseline.key, otherKey: other.key, column: null };
  const shown = {
    kind: 'file-changed' as const,
    ...rowPosition(unit, baseline.key),
    baseline: showFile(baseline),
    candidate: showFile(other),
  };
  if (!isText) return [{ ...keys, divergence: shown }];
  const compared = compareText(identity.ofBaseline(before), identity.ofOther(after), false);
  const note = notesOfText(compared).join('; ');
  return [{ ...keys, divergence: { ...shown, hunks: compared.hunks, ...(note === '' ? {} : { note }) } }];
}

/** What is known of a file: its text, where a link leads, or its size and digest. */
export function showFile({ values }: StateRow): ShownValue {
  const { content, link, digest, size } = values;
  if (content !== undefined) return showText(content.text);
  if (link !== undefined) return showString(`→ ${link.text}`);
  const hash = (digest?.text ?? '').replace(/^sha256:/, '');
  return {
    type: 'bytes',
    text: `sha256:${hash.slice(0, 12)}…`,
    length: Number(size?.text ?? 0),
    digest: hash,
  };
}

function stampOf({ values }: StateRow): string {
  const { content, link, digest } = values;
  return digest?.text ?? link?.text ?? content?.text ?? '';
}
