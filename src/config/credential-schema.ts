import * as z from 'zod';
import { jwtAlgorithm } from '../domain/credential.ts';
import { add, repositoryPath, variableName } from './written-values.ts';

/** How settings name what makes credentials valid in the shadow; the meaning of each is in src/domain/credential.ts. */

const claim = z.string().min(1).max(100);
const headerName = z.string().superRefine((name, context) => {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    add(context, 'not the name of a header', 'write it as it is sent, such as content-type', name);
});
const method = z.string().superRefine((name, context) => {
  if (!/^[A-Z]{1,20}$/.test(name)) add(context, 'not a method', 'write it in capitals, such as POST', name);
});
const target = z.string().superRefine((path, context) => {
  if (!/^\/[\x21-\x7e]{0,2000}$/.test(path))
    add(context, 'not a path', 'begin it with /, as in /login?shadow=1', path);
});
const lines = z.record(headerName, z.string().max(8000));
const keyNames = ['key', 'key-file', 'key-variable'] as const;

/** One of `replay.jwt`, with the key in one of three places. */
export const jwtSetting = z
  .strictObject({
    algorithm: jwtAlgorithm,
    key: z.string().min(1).max(20_000).exactOptional(),
    'key-file': repositoryPath.exactOptional(),
    'key-variable': variableName.exactOptional(),
    issuer: z.string().min(1).max(500).exactOptional(),
    header: z.record(z.string().min(1), z.string()).default({}),
    claims: z.array(claim).max(20).readonly().default(['exp', 'iat', 'nbf']),
  })
  .superRefine((setting, context) => {
    const named = keyNames.filter((name) => setting[name] !== undefined);
    if (named.length === 1) return;
    const problem = named.length === 0 ? 'no key' : `${named.length} keys`;
    add(context, problem, 'name one of key, key-file and key-variable', setting);
  });

const answerPlace = z.string().superRefine((place, context) => {
  if (!/^(?:body(?:\/[^/]+)+|(?:cookie|header)\.[^.\s;=,]+)$/.test(place))
    add(context, 'not a place of an answer', 'write body/access_token, cookie.sid or header.x-token', place);
});

const requestPlace = z.string().superRefine((place, context) => {
  if (!/^(?:cookie|header)\.[^.\s;=,]+$/.test(place))
    add(context, 'not a place of a request', 'write header.authorization or cookie.sid', place);
});

/** One of `replay.login`. */
export const loginSetting = z.strictObject({
  method: method.default('POST'),
  target,
  headers: lines.default({}),
  body: z.string().max(100_000).default(''),
  token: answerPlace,
  send: requestPlace,
});
