import * as z from 'zod';

/** Values as people write them in the settings file, each checked where it stands and told with what to write. */

/** The whole of `params` that a check of ours puts on a zod issue; problem-text.ts reads it. */
type Told = { readonly remedy: string };

const unitsInMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const longestMs = 24 * 3_600_000;
const smallestSize = 1e6;
const largestSize = 1e12;
const writeDuration = 'write a number with its unit, such as 500ms, 30s or 5m';

/** A name, a reason, a place: one line of text. */
export const words = z.string().trim().min(1).max(300);

/** A command for the shell; null for none at all. */
export const command = z.string().trim().min(1).max(4000).nullable();

/** A duration such as `500ms`, `30s` or `5m`, as milliseconds; between one millisecond and a day. */
export const duration = z.unknown().transform(readDuration);

/** The same, or `none` for 0. */
export const durationOrNone = z
  .unknown()
  .transform((written, context): number => (written === 'none' ? 0 : readDuration(written, context)));
/** The same, or `all` (or 0) where there is to be no limit: then 0. */
export const durationOrAll = z
  .unknown()
  .transform((written, context): number =>
    written === 'all' || written === 0 ? 0 : readDuration(written, context),
  );

function readDuration(written: unknown, context: z.RefinementCtx): number {
  const told = (problem: string, remedy: string) => {
    context.issues.push(issue(problem, remedy, written));
    return z.NEVER;
  };
  if (written === undefined) return told('missing', writeDuration);
  if (typeof written === 'number')
    return told('a duration needs its unit', `write ${written}s or ${written}ms`);
  const match = typeof written === 'string' ? /^(\d{1,9})\s?(ms|s|m|h)$/.exec(written) : null;
  if (!match) return told('not a duration', writeDuration);
  const milliseconds = Number(match[1]) * (unitsInMs[match[2] ?? ''] ?? Number.NaN);
  if (milliseconds < 1 || milliseconds > longestMs) {
    return told('a duration between 1ms and 24h is needed', writeDuration);
  }
  return milliseconds;
}

const unitsInBytes: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };
const writeSize = 'write a number with its unit, such as 500MB or 2GB';

/** An amount of memory or disk such as `500MB` or `2GB`, in bytes; 1 MB is 1,000,000 of them. */
export const size = z.unknown().transform((written, context): number => {
  const told = (problem: string, remedy: string) => {
    context.issues.push(issue(problem, remedy, written));
    return z.NEVER;
  };
  if (written === undefined) return told('missing', writeSize);
  if (typeof written === 'number') return told('a size needs its unit', `write ${written}MB or ${written}GB`);
  const match = typeof written === 'string' ? /^(\d{1,6}(?:\.\d{1,3})?)\s?(KB|MB|GB)$/.exec(written) : null;
  if (!match) return told('not a size', writeSize);
  const bytes = Math.round(Number(match[1]) * (unitsInBytes[match[2] ?? ''] ?? Number.NaN));
  if (bytes < smallestSize || bytes > largestSize) {
    return told('a size between 1MB and 1000GB is needed', writeSize);
  }
  return bytes;
});

/** A share between 0 and 1. Percentages are refused with the number to write instead: one way to say a thing. */
export const share = z.unknown().transform((written, context): number => {
  if (typeof written === 'number' && written >= 0 && written <= 1) return written;
  context.issues.push(
    issue(
      written === undefined ? 'missing' : 'must be a share between 0 and 1',
      shareRemedy(written),
      written,
    ),
  );
  return z.NEVER;
});

function shareRemedy(written: unknown): string {
  const percent = typeof written === 'string' ? /^(\d+(?:\.\d+)?)\s?%$/.exec(written)?.[1] : undefined;
  const number = percent === undefined ? written : Number(percent);
  if (typeof number === 'number' && number > 1 && number <= 100) {
    return `write ${Number((number / 100).toFixed(6))} for ${number} per cent`;
  }
  if (percent !== undefined && Number(percent) <= 1)
    return `write ${Number(percent) / 100} for ${percent} per cent`;
  return 'write a number such as 0.9';
}

/** A path inside the repository: relative, with `/`, and never out of it. */
export const repositoryPath = z.string().min(1).max(500).superRefine(refuse);

/** A path of the machine that the gate runs on. */
export const machinePath = z
  .string()
  .max(1000)
  .superRefine((path, context) => {
    if (!path.startsWith('/') || path.split('/').includes('..') || path.replaceAll('/', '') === '')
      add(
        context,
        'must be an absolute path, and not all of the machine',
        'write it from the root, as in /srv/geo',
        path,
      );
  });

function refuse(path: string, context: z.RefinementCtx): void {
  const steps = path.split('/');
  if (path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path)) {
    add(context, 'must be a path inside the repository', 'write it from the repository root, with /', path);
  } else if (steps.includes('..')) {
    add(context, 'leads out of the repository', 'write a path without ..', path);
  }
}

/** A glob of a rule. Negation is refused: a list with it would match nearly everything, which nobody means. */
export const glob = z
  .string()
  .min(1)
  .max(200)
  .superRefine((text, context) => {
    if (text.startsWith('!'))
      add(context, 'a glob cannot be negated here', 'list what should match instead', text);
  });

/** What `TZ` of a service is set to: a name that Node knows, so that a misspelt one is not taken for UTC in silence. */
export const timeZone = z
  .string()
  .max(100)
  .superRefine((name, context) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
    } catch {
      add(context, 'not a time zone', 'write a name such as UTC or Europe/Berlin', name);
    }
  });

/** Name of an environment variable. */
export const variableName = z
  .string()
  .max(200)
  .superRefine((name, context) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      add(context, 'not a name of an environment variable', 'use letters, digits and _', name);
    }
  });

/** Adds a problem with what to do about it to a zod check. */
export function add(context: z.RefinementCtx, problem: string, remedy: string, input: unknown): void {
  context.issues.push(issue(problem, remedy, input));
}

function issue(problem: string, remedy: string, input: unknown) {
  return { code: 'custom' as const, message: problem, params: { remedy } satisfies Told, input };
}
