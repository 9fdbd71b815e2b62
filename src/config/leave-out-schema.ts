import * as z from 'zod';
import { add, words } from './written-values.ts';

/**
 * One entry of `replay.leave-out`: requests that are not replayed at all, by route or by the id of one exchange, with why, who answers for it,
 * and until when.
 */
export const leaveOut = z
  .strictObject({
    route: words.exactOptional(),
    exchange: words.exactOptional(),
    reason: words,
    owner: words,
    expires: z.iso.date(),
  })
  .superRefine(({ route, exchange, ...rule }, context) => {
    if ((route === undefined) === (exchange === undefined))
      add(context, 'needs either `route` or `exchange`', 'name one of the two', rule);
    if (route === '*') add(context, 'would leave out every request', 'name one route', route);
  });
