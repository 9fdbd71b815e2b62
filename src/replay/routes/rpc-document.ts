/** Names of a batch beyond this say no more than that it is one. */
const longestBatch = 160;
/** Of the hash of a persisted query: enough to tell those of one service apart, short enough to be read. */
const hashLength = 12;

/**
 * Used for the route of a call whose path says nothing: the name that a GraphQL document or a JSON-RPC call gives itself. A batch has
 * the names of its calls, each once and in order of the alphabet, when all of them have one.
 */
export function operationInDocument(document: unknown): string | undefined {
  if (!Array.isArray(document)) return operationOfCall(document);
  const names = document.map(operationOfCall);
  if (names.length === 0 || names.includes(undefined)) return undefined;
  const joined = [...new Set(names)].sort().join('+');
  return joined.length > longestBatch ? 'batch' : joined;
}

function operationOfCall(call: unknown): string | undefined {
  if (typeof call !== 'object' || call === null) return undefined;
  const { operationName, query, extensions, method } = call as Readonly<Record<string, unknown>>;
  if (typeof operationName === 'string') return asOperationName(operationName);
  const graphql = operationOfGraphql({ query, extensions });
  if (graphql !== undefined || typeof query === 'string') return graphql;
  return typeof method === 'string' ? asOperationName(method) : undefined;
}

/** Of a GraphQL call without `operationName`: the name in its document, or the hash by which the service knows the document. */
export function operationOfGraphql(call: {
  readonly query: unknown;
  readonly extensions: unknown;
}): string | undefined {
  const { query, extensions } = call;
  if (typeof query === 'string') {
    const named = /^\s*(?:query|mutation|subscription)\s+(\w+)/.exec(query)?.[1];
    if (named !== undefined) return asOperationName(named);
  }
  const { persistedQuery } = fieldsOf(extensions);
  const { sha256Hash } = fieldsOf(persistedQuery);
  return typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/i.test(sha256Hash)
    ? `persisted-${sha256Hash.slice(0, hashLength).toLowerCase()}`
    : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Only what reads as a name goes into a route: routes are shown, and split statistics. */
export function asOperationName(text: string): string | undefined {
  const name = text.trim().replace(/^"(.*)"$/, '$1');
  return /^[\w.:#/-]{1,160}$/.test(name) ? name : undefined;
}
