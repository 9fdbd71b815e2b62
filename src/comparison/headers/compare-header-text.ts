import type { Divergence } from '../../domain/divergence.ts';
import type { DivergenceCollector } from '../divergence-collector.ts';
import { compareJson } from '../json/compare-json.ts';
import type { Position } from '../place-pattern.ts';
import { compareScalars } from '../values/compare-scalars.ts';
import type { IdentityMask } from '../values/instance-identity.ts';
import { showString } from '../values/shown-value.ts';

export type HeaderComparison = {
  readonly identity: IdentityMask;
  readonly collector: DivergenceCollector;
  /** Before the body, or behind it: the first part of every place. */
  readonly section: 'header' | 'trailer';
  /** Only an answer without a body has a length of its own to compare: that of HEAD, and 304. */
  readonly comparesLength: boolean;
};

export type PlacedComparison = Omit<HeaderComparison, 'comparesLength' | 'section'> & {
  readonly position: Position;
};

/** Two texts in or inside a header. Equal but for the instance's own port is equal; tokens are compared by their claims. */
export function compareText(baseline: string, other: string, comparison: PlacedComparison): void {
  if (baseline === other) return;
  compareScalars(baseline, other, { ...comparison, kind: 'header-changed', compareNested: compareJson });
}

/** Something that only one side has: a header, a cookie, an attribute, a parameter. */
export function comparePresence(
  position: Position,
  { baseline, other }: { readonly baseline: string | null; readonly other: string | null },
  { collector }: Pick<HeaderComparison, 'collector'>,
): void {
  if ((baseline === null) === (other === null)) return;
  const kind: Divergence['kind'] = baseline === null ? 'header-added' : 'header-removed';
  const shown = (text: string | null) => (text === null ? null : showString(text));
  collector.add({ kind, ...position, baseline: shown(baseline), candidate: shown(other) });
}
