import { oldestKeysOf } from '../oldest-keys.ts';
import type { IssuedValue } from './issued-values.ts';
import { isCollectionName, isIdName, lastNamedSegment, resourceOfSegment } from './resource-names.ts';
import type { RequestToken } from './text-tokens.ts';

/** Ids that are remembered at most; the oldest go first. */
const mostIds = 20_000;
/** So short a number is the id of many things at once. */
const veryShort = /^\d{1,2}$/;
/** Paths that take everything: what is asked for stands in the body. */
const takesAll = /^(?:graphql|gql|rpc|jsonrpc|json-rpc)$/i;
/** `createOrder`, as operations of GraphQL are named: what it holds is not called so anywhere else. */
const makesOne = /^(?:create|add|insert|new|make|start|register|place|upsert|save)[a-z]/;

/** Short ids by who was given them, to be found under a name other than that under which they were issued. */
export type IdLinks = {
  /** Told every value that a response issued, with the target of its request. */
  note(value: IssuedValue, target: string): void;
  /** What may have issued an id for which nothing was issued under its own name. */
  find(token: Pick<RequestToken, 'text' | 'resource' | 'idOf'>, session: string): IssuedValue | null;
};

/**
 * One per run. A service may answer `{"id": 417}` to `/checkout` and be asked for `/orders/417` next: the session that was given an id by
 * a write to what is no collection, and asks for that id under a name that says nothing of it, means that one. What `/orders` issued is an
 * order and no product; but an operation such as `/cancel` may take it. A very short number is followed only to a name under which nothing was ever issued.
 */
export function createIdLinks(): IdLinks {
  const issued = new Map<string, { readonly value: IssuedValue; readonly hasOwnName: boolean }>();
  const oldest = oldestKeysOf(issued);
  const named = new Set<string>();
  return {
    note: (value, target) => {
      const resource = resourceOf(value);
      if (resource === null) return;
      named.add(resource);
      const isWritten = value.certainty === 'answered' || value.certainty === 'created';
      if (!isWritten || !isIdName(value.name)) return;
      const key = `${value.session}\n${value.recorded}`;
      issued.delete(key);
      oldest.moved();
      issued.set(key, { value, hasOwnName: belongsToItsName(resource, target) });
      if (issued.size > mostIds) issued.delete(oldest.next() ?? '');
    },
    find: ({ text, resource, idOf }, session) => {
      if (idOf === 'nothing' || (veryShort.test(text) && named.has(resource))) return null;
      const found = issued.get(`${session}\n${text}`);
      return found === undefined || (idOf === 'resource' && found.hasOwnName) ? null : found.value;
    },
  };
}

/** Whether requests for it will name it as this response did. */
function belongsToItsName(resource: string, target: string): boolean {
  const segment = lastNamedSegment(target);
  if (takesAll.test(segment) || makesOne.test(resource)) return false;
  return isCollectionName(segment) || resource !== resourceOfSegment(segment);
}

/** Null for a value that is found wherever it stands, and for cookies and validators. */
function resourceOf({ key }: IssuedValue): string | null {
  const end = key.indexOf('\n');
  const resource = end === -1 ? '' : key.slice(0, end);
  return resource === '' || resource.includes(':') ? null : resource;
}
