import * as z from 'zod';
import { add, words } from './written-values.ts';

/** One written excuse of `compare.ignore`: where, why, who answers for it, and until when. */
export const ignore = z.strictObject({
  route: words,
  place: words.superRefine((pattern, context) => {
    if (['*', 'body', 'body/', 'body/*', 'body.', 'body.*'].includes(pattern)) {
      add(context, 'a whole body cannot be ignored', 'name the field, such as body/generatedAt', pattern);
    } else if (
      !/^(status|outbound|error|process|(header\.|trailer\.|body\/|outbound\/).+|state\/[^/]+\/.+)$/.test(
        pattern,
      )
    ) {
      add(
        context,
        'not a place',
        'write status, header.<name>, trailer.<name>, body/<path>, such as body/items/*/id, outbound/<METHOD host/path> (outbound alone: every call of the route), or state/<store>/<table>/*/<column>',
        pattern,
      );
    }
  }),
  reason: words,
  owner: words,
  expires: z.iso.date(),
});
