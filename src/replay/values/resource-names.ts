import { looksLikeId } from './id-shapes.ts';
import { rememberAnswers } from './remember-answers.ts';

/** Members that only wrap: what they hold is named by the path of the request. */
const wrappers = new Set([
  '',
  'data',
  'result',
  'results',
  'response',
  'payload',
  'attributes',
  'content',
  'record',
  'variables',
  'input',
  'params',
]);
/** `sub` is what tokens call the id of whom they are about (RFC 7519). */
const idNames = /^(?:_?ids?|uuids?|guids?|uid|sub|keys?|refs?|reference|slug|number|no)$/i;
const idSuffix = /^(.+?)(?:[_-]?(?:ids?|uuid|guid|key|ref))$/i;
const camelIdSuffix = /^(.*[a-z0-9])(?:Ids?|ID|IDs|Uuid|Guid|Key|Ref)$/;
const separatedIdSuffix = /^(.+)[_-](?:ids?|uuid|guid|key|ref)$/i;

/** Whether a member or field says of itself that it holds an id: `id`, `orderId`, `order_id`, `order-id`. */
export const isIdName: (name: string) => boolean = rememberAnswers(
  (name) => idNames.test(name) || camelIdSuffix.test(name) || separatedIdSuffix.test(name),
);

/**
 * What a short id is an id of: `order` for `orderId`, for `id` inside `order`, and for `id` in what `/orders` answers. A short id is
 * followed only to places that speak of the same thing, since `17` may be an order here and a product there.
 */
export function resourceOfField(field: { name: string; parent: string; target: string }): string {
  return (
    resourceOfName(field.name) ?? resourceOfParent(field.parent) ?? singular(lastNamedSegment(field.target))
  );
}

/** Null for a name that says no more than that it is an id. */
const resourceOfName = rememberAnswers((name) =>
  idNames.test(name) ? null : singular(idSuffix.exec(name)?.[1] ?? name),
);

/** Null for one that only wraps. */
const resourceOfParent = rememberAnswers((parent) =>
  wrappers.has(parent.toLowerCase()) ? null : singular(parent),
);

/**
 * Whether ids stand at a place: behind a collection or under a name that says of what (`resource`), where an operation takes some id
 * (`anything`: `id` posted to `/cancel`), or not at all.
 */
export type IdPlace = 'nothing' | 'anything' | 'resource';

/** What a value under a name may be: of what it would be an id, and whether ids stand there. */
export type FieldMeaning = { readonly resource: string; readonly idOf: IdPlace };

/** Used on each value of a request; the same fields as for `resourceOfField`. */
export function meaningOfField(field: { name: string; parent: string; target: string }): FieldMeaning {
  const resource = resourceOfField(field);
  if (!isIdName(field.name)) return { resource, idOf: 'nothing' };
  const segment = lastNamedSegment(field.target);
  const isUnnamed = resource === singular(segment) && !isCollectionName(segment);
  return { resource, idOf: isUnnamed ? 'anything' : 'resource' };
}

/** For a segment of a path, by the one before it. */
export function idPlaceBehind(before: string): IdPlace {
  if (before === '') return 'nothing';
  return isCollectionName(before) ? 'resource' : 'anything';
}

/** What an id in a path is an id of: the segment before it. */
export function resourceOfSegment(before: string): string {
  return singular(before);
}

/** Plural in form, yet what stands below them are parts of one thing, not things of one kind. */
const notCollections =
  /(?:settings|preferences|options|status|stats|statistics|metrics|analytics|insights|tools|actions|operations|commands)$/;

/** Whether a path segment reads as the name of a collection, in English: `items`, `categories`; not `account`, `settings`. */
export const isCollectionName: (segment: string) => boolean = rememberAnswers((segment) => {
  const name = segment.toLowerCase().replace(/[^a-z]/g, '');
  return singular(name) !== name && !notCollections.test(name);
});

/** The last segment of a path that is a name: `items` of `/carts/3/items`. */
export const lastNamedSegment: (target: string) => string = rememberAnswers((target) => {
  const segments = (target.split(/[?#]/, 1)[0] ?? '').split('/');
  return segments.findLast((segment) => segment !== '' && !looksLikeId(segment)) ?? '';
});

/** English enough for names of collections: `orders`, `boxes`, `categories`. Only ever compared with its like. */
const singular: (name: string) => string = rememberAnswers((name) => {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  if (plain.endsWith('ies')) return `${plain.slice(0, -3)}y`;
  if (/(?:s|x|ch|sh)es$/.test(plain)) return plain.slice(0, -2);
  return plain.endsWith('s') && !plain.endsWith('ss') ? plain.slice(0, -1) : plain;
});
