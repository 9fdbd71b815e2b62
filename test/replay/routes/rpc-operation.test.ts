// covers: rpc-document.ts
import { expect, test } from '@jest/globals';
import { rpcOperation } from '../../../src/replay/routes/rpc-operation.ts';
import { anExchange } from '../support/an-exchange.ts';

const hash = 'ECF4EDB46DB40B5132295C0291D62FB65D6759A9EEDFA4D5D612DD5EC54A6B38';
const persisted = { persistedQuery: { version: 1, sha256Hash: hash } };
const graphql = (value: unknown) => anExchange({ ...jsonBody(value), target: '/graphql' });
const rpc = (value: unknown) => anExchange({ ...jsonBody(value), target: '/rpc' });

const jsonBody = (value: unknown) => ({
  method: 'POST',
  requestHeaders: [['Content-Type', 'application/json']] as const,
  requestBody: JSON.stringify(value),
});

test.each([
  [
    'DynamoDB',
    anExchange({ requestHeaders: [['x-amz-target', 'DynamoDB_20120810.CreateTable']] }),
    'DynamoDB_20120810.CreateTable',
  ],
  ['SOAP', anExchange({ requestHeaders: [['SOAPAction', '"urn:GetQuote"']] }), 'urn:GetQuote'],
  [
    'GraphQL, named',
    anExchange({ ...jsonBody({ operationName: 'Cart', query: '{cart{id}}' }), target: '/graphql' }),
    'Cart',
  ],
  [
    'GraphQL, by its document',
    anExchange({ ...jsonBody({ query: 'mutation AddItem($i: ID!) {x}' }), target: '/api/graphql' }),
    'AddItem',
  ],
  [
    'GraphQL over GET, by its document',
    anExchange({ target: '/graphql?query=query%20Cart%20%7Bid%7D' }),
    'Cart',
  ],
  [
    'a persisted query over GET',
    anExchange({ target: `/graphql?extensions=${encodeURIComponent(JSON.stringify(persisted))}` }),
    'persisted-ecf4edb46db4',
  ],
  ['a persisted query', graphql({ extensions: persisted }), 'persisted-ecf4edb46db4'],
  ['a persisted query with a name', graphql({ operationName: 'Cart', extensions: persisted }), 'Cart'],
  ['a hash that is none', graphql({ extensions: { persistedQuery: { sha256Hash: '../x' } } }), null],
  ['a document without a name', graphql({ query: '{ cart { id } }' }), null],
  [
    'a batch of GraphQL',
    graphql([{ operationName: 'User' }, { query: 'query Cart {id}' }, { operationName: 'User' }]),
    'Cart+User',
  ],
  ['a batch with a call that has no name', graphql([{ operationName: 'User' }, { query: '{id}' }]), null],
  ['an empty batch', rpc([]), null],
  [
    'a batch of JSON-RPC',
    rpc([{ method: 'eth_call' }, { method: 'eth_blockNumber' }]),
    'eth_blockNumber+eth_call',
  ],
  ['a batch of too many', rpc(Array.from({ length: 40 }, (_, at) => ({ method: `method_${at}` }))), 'batch'],
  ['a query elsewhere', anExchange({ target: '/search?query=query%20Cart%20%7Bid%7D' }), null],
  ['GraphQL over GET', anExchange({ target: '/graphql?operationName=Cart&query=x' }), 'Cart'],
  [
    'JSON-RPC',
    anExchange({ ...jsonBody({ jsonrpc: '2.0', id: 1, method: 'eth_call' }), target: '/' }),
    'eth_call',
  ],
  [
    'an AWS query',
    anExchange({
      method: 'POST',
      target: '/',
      requestHeaders: [['Content-Type', 'application/x-www-form-urlencoded']],
      requestBody: 'Action=ListQueues&Version=1',
    }),
    'ListQueues',
  ],
  ['no operation', anExchange({ ...jsonBody({ method: 'card', amount: 3 }), target: '/payments' }), null],
  ['a name that is none', anExchange({ requestHeaders: [['x-amz-target', 'a b\u0007']] }), null],
  ['a broken body', anExchange({ method: 'POST', target: '/graphql', requestBody: '{"query":' }), null],
])('operation of a request: %s', (_name, exchange, expected) => {
  expect(rpcOperation(exchange)).toBe(expected);
});

test('a head without its body still tells by header', () => {
  const {
    requestBody: _body,
    responseBody: _response,
    ...head
  } = anExchange({ requestHeaders: [['X-Amz-Target', 'S.Op']] });
  expect(rpcOperation(head)).toBe('S.Op');
});
