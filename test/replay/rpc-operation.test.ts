import { expect, test } from '@jest/globals';
import { rpcOperation } from '../../src/replay/rpc-operation.ts';
import { anExchange } from './support/an-exchange.ts';

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
