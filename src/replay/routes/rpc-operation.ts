import { type Exchange, type ExchangeHead, type HeaderLines, headerOf } from '../../domain/recording.ts';
import { asOperationName, operationInDocument, operationOfGraphql } from './rpc-document.ts';

/** Headers that name the operation of a service that takes everything at one path; lower case, most telling first. */
const operationHeaders = [
  'x-amz-target',
  'soapaction',
  'x-graphql-operation-name',
  'x-apollo-operation-name',
  'apollo-operation-name',
];
/** Asked of every line of every request: few have a name as long as any of these. */
const lengthsOfThese = new Set(operationHeaders.map((name) => name.length));

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
  if (!lines.some(([name]) => lengthsOfThese.has(name.length))) return undefined;
  for (const name of operationHeaders) {
    const operation = asOperationName(headerOf(lines, name) ?? '');
    if (operation !== undefined) return operation;
  }
  return undefined;
}

/** `?operationName=`, `?query=` and `?extensions=` of a GraphQL GET, and `?Action=` of AWS query services. */
function operationInQuery(target: string): string | undefined {
  const begin = target.indexOf('?');
  if (begin === -1) return undefined;
  const fields = new URLSearchParams(target.slice(begin));
  const named = asOperationName(fields.get('operationName') ?? fields.get('Action') ?? '');
  if (named !== undefined || !operationPaths.test(target.slice(0, begin))) return named;
  return operationOfGraphql({ query: fields.get('query'), extensions: parsed(fields.get('extensions')) });
}

function operationInBody(head: ExchangeHead | Exchange): string | undefined {
  if (!('requestBody' in head)) return undefined;
  const { byteLength } = head.requestBody;
  if (byteLength === 0 || byteLength > longestBody) return undefined;
  const path = head.target.split('?', 1)[0] ?? '';
  if (!(path === '/' || operationPaths.test(path))) return undefined;
  const type = headerOf(head.requestHeaders, 'content-type') ?? '';
  const text = () => Buffer.from(head.requestBody).toString('utf8');
  if (path === '/' && type.startsWith('application/x-www-form-urlencoded')) {
    return asOperationName(new URLSearchParams(text()).get('Action') ?? '');
  }
  return type.includes('json') ? operationInDocument(parsed(text())) : undefined;
}

/** Null for what is no JSON: it then names nothing. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
