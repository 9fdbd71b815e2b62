import * as z from 'zod';

/** Whether every throw of the observe run is seen, also of what is caught; V8 stops for a moment at each (docs/decisions/0012). */
export const throwWatch = z.enum(['watched', 'unwatched']);
export type ThrowWatch = z.infer<typeof throwWatch>;
