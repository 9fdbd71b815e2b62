import * as z from 'zod';

/**
 * One entry of a HAR 1.2 file, as far as we use it, and as tolerant as its many writers are careless: unknown members
 * are passed over, null stands for absent, headers may be pairs. `encoding` of postData and `_file` are extensions.
 */
const pair = z
  .union([
    z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]).nullish() }),
    z.tuple([z.string(), z.string()]),
  ])
  .transform((line): readonly [string, string] => {
    return Array.isArray(line) ? [line[0], line[1]] : [line.name, String(line.value ?? '')];
  });

const content = z.looseObject({
  size: z.number().nullish(),
  mimeType: z.string().nullish(),
  text: z.string().nullish(),
  encoding: z.string().nullish(),
  _file: z.string().nullish(),
});
export type HarContent = z.infer<typeof content>;

const postData = z.looseObject({
  mimeType: z.string().nullish(),
  text: z.string().nullish(),
  params: z.array(pair).nullish(),
  encoding: z.string().nullish(),
  _file: z.string().nullish(),
});
export type HarPostData = z.infer<typeof postData>;

export const harEntry = z.looseObject({
  startedDateTime: z.string(),
  time: z.number().nullish(),
  _resourceType: z.string().nullish(),
  _fromCache: z.unknown().optional(),
  request: z.looseObject({
    method: z.string().min(1),
    url: z.string().min(1),
    headers: z.array(pair).nullish(),
    cookies: z.array(pair).nullish(),
    postData: postData.nullish(),
  }),
  response: z.looseObject({
    status: z.number().int().min(0).max(999),
    headers: z.array(pair).nullish(),
    content: content.nullish(),
  }),
});
export type HarEntry = z.infer<typeof harEntry>;

/** The frame around the entries. Entries are checked one by one, so that a bad one costs itself alone. */
export const harFile = z.looseObject({ log: z.looseObject({ entries: z.array(z.unknown()) }) });
