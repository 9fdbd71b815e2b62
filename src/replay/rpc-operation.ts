import { type Exchange, type ExchangeHead, type HeaderLines, headerOf } from '../domain/recording.ts';

/** Headers that name the operation of a service that takes everything at one path; lower case, most telling first. */
const operationHeaders = [
  'x-amz-target',
  'soapaction',
  'x-graphql-operation-name',
  'x-apollo-operation-name',
  'apollo-operation-name',
];

/** Paths where the operation stands in a JSON body: GraphQL and JSON-RPC. */
const operationPaths = /(?:^|\/)(?:graphql|graphiql|gql|jsonrpc|json-rpc|rpc)\/?$/i;

/** Bodies above this are not parsed for a name; the route then stays the path. */
const longestBody = 256 * 1024;

/**
 * Used when routes are learned: the operation that a request calls, where the path does not tell. Null for everything else.
 * A head alone shows headers and query; with its body, GraphQL and JSON-RPC calls are told apart too.
 */
export function rpcOperation(head: ExchangeHead | Exchange): string | null {
  return (
    operationInHeaders(head.requestHeaders) ?? operationInQuery(head.target) ?? operationInBody(head) ?? null
  );
}

function operationInHeaders(lines: HeaderLines): string | undefined {
  for (const name of operationHeaders) {
    const operation = asName(headerOf(lines, name) ?? '');
    if (operation !== undefined) return operation;
  }
  return undefined;
}

/** `?operationName=` of a GraphQL GET and `?Action=` of AWS query services. */
function operationInQuery(target: string): string | undefined {
  const query = target.split('?', 2)[1];
  if (query === undefined) return undefined;
  const fields = new URLSearchParams(query);
  return asName(fields.get('operationName') ?? fields.get('Action') ?? '');
}

function operationInBody(head: ExchangeHead | Exchange): string | undefined {
  if (!('requestBody' in head) || head.requestBody.byteLength > longestBody) return undefined;
  const path = head.target.split('?', 1)[0] ?? '';
  const type = headerOf(head.requestHeaders, 'content-type') ?? '';
  const text = () => Buffer.from(head.requestBody).toString('utf8');
  if (path === '/' && type.startsWith('application/x-www-form-urlencoded')) {
    return asName(new URLSearchParams(text()).get('Action') ?? '');
  }
  if (!(path === '/' || operationPaths.test(path)) || !type.includes('json')) return undefined;
  return operationInDocument(text());
}

/** The name a GraphQL document or a JSON-RPC call gives itself; a batch has none. */
function operationInDocument(text: string): string | undefined {
  let call: unknown;
  try {
    call = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof call !== 'object' || call === null) return undefined;
  const { operationName, query, method } = call as Readonly<Record<string, unknown>>;
  if (typeof operationName === 'string') return asName(operationName);
  if (typeof query === 'string')
    return asName(/^\s*(?:query|mutation|subscription)\s+(\w+)/.exec(query)?.[1] ?? '');
  return typeof method === 'string' ? asName(method) : undefined;
}

/** Only what reads as a name goes into a route: routes are shown, and split statistics. */
function asName(text: string): string | undefined {
  const name = text.trim().replace(/^"(.*)"$/, '$1');
  return /^[\w.:#/-]{1,160}$/.test(name) ? name : undefined;
}
