import * as z from 'zod';
import { divergenceKind } from '../domain/divergence.ts';
import { problemOfPlace } from './ignored-place.ts';
import { add, words } from './written-values.ts';

/** One written excuse of `compare.ignore`: where, what sort of difference, why, who answers for it, and until when. */
export const ignore = z.strictObject({
  route: words,
  place: words.superRefine((pattern, context) => {
    const found = problemOfPlace(pattern);
    if (found !== null) add(context, found.problem, found.remedy, pattern);
  }),
  kind: divergenceKind.optional(),
  reason: words,
  owner: words,
  expires: z.iso.date(),
});
