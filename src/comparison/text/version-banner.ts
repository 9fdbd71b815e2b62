import type { ShownValue } from '../../domain/divergence.ts';
import { bannerHeaders, headerOfPlace } from '../headers/header-rules.ts';

type Sides = { readonly baseline: ShownValue; readonly candidate: ShownValue };

/**
 * Whether two values are equal but for the version number of the software that answers: in a header that names it, or
 * right behind a product's name as pages and errors write it (`shop/1.2.3`). It says which build answered, and
 * both builds are known.
 */
export function differOnlyInVersion(place: string, { baseline, candidate }: Sides): boolean {
  if (baseline.digest !== undefined || candidate.digest !== undefined) return false;
  const version = bannerHeaders.has(headerOfPlace(place) ?? '') ? anyVersion : productVersion;
  const before = baseline.text.replace(version, '*');
  return before !== baseline.text && before === candidate.text.replace(version, '*');
}

const anyVersion = /\d+(?:\.\d+)+(?:-[\w.]+)?/g;
const productVersion = /(?<=[A-Za-z]\/)v?\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?/g;
