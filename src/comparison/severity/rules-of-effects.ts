import { type RatingRule, rule } from './define-severity.ts';
import { isClientSpan, isMore, isSpanStatus, isWriteCall } from './severity-conditions.ts';

/** Of what the service did besides answering: calls, errors, what it cost, what it stored. */
export const rulesOfEffects: readonly RatingRule[] = [
  rule(
    'write-call-added',
    'breaking',
    'the service writes to another service what it did not write before, or once more',
    (d) => d.kind === 'outbound-call-added' && isWriteCall(d),
  ),
  rule(
    'write-call-removed',
    'breaking',
    'the service no longer writes to another service: an effect is lost',
    (d) => d.kind === 'outbound-call-removed' && isWriteCall(d),
  ),
  rule(
    'outbound-call-added',
    'risky',
    'the service reads from another service what it did not read before, or once more',
    ({ kind }) => kind === 'outbound-call-added',
  ),
  rule(
    'outbound-call-removed',
    'risky',
    'the service no longer reads from another service',
    ({ kind }) => kind === 'outbound-call-removed',
  ),
  rule(
    'outbound-call-changed',
    'risky',
    'a call to another service says something else',
    ({ kind }) => kind === 'outbound-call-changed',
  ),
  rule(
    'calls-multiplied',
    'risky',
    'the requests of a route make more calls each',
    ({ kind }) => kind === 'call-count-changed',
  ),
  rule(
    'span-repeated',
    'risky',
    'an instrumented operation is done more often for one request, as a query for each row instead of one for all',
    (d) => d.kind === 'span-repeated' && isMore(d),
  ),
  rule(
    'client-span-changed',
    'risky',
    'an operation on another service or a database is new, gone or another',
    (d) => isClientSpan(d) && d.kind !== 'span-moved' && d.kind !== 'span-repeated',
  ),
  rule('span-failed', 'risky', 'a span says of itself another status', (d) => isSpanStatus(d)),
  rule('span-changed', 'benign', 'spans inside the service differ, or their order', ({ kind }) =>
    kind.startsWith('span-'),
  ),
  rule(
    'query-repeated',
    'risky',
    'a query is made again and again (N+1), or a write is repeated',
    ({ kind }) => kind === 'effect-repeated',
  ),
  rule(
    'write-added',
    'risky',
    'the service writes to a database or a file what it did not write before, or once more',
    ({ kind }) => kind === 'write-added',
  ),
  rule(
    'write-removed',
    'breaking',
    'the service no longer writes to a database or a file: an effect is lost',
    ({ kind }) => kind === 'write-removed',
  ),
  rule(
    'write-changed',
    'risky',
    'a write to a database says something else',
    ({ kind }) => kind === 'write-changed',
  ),
  rule(
    'writes-reordered',
    'risky',
    'what the service writes, it writes in another order',
    ({ kind }) => kind === 'writes-reordered',
  ),
  rule(
    'process-started',
    'risky',
    'the service starts a program that it did not start before',
    ({ kind }) => kind === 'process-added',
  ),
  rule(
    'process-changed',
    'risky',
    'a program is no longer started, or with other arguments',
    ({ kind }) => kind === 'process-removed' || kind === 'process-changed',
  ),
  rule('error-added', 'risky', 'an error that was not there', ({ kind }) => kind === 'error-added'),
  rule('error-removed', 'benign', 'an error is not there any more', ({ kind }) => kind === 'error-removed'),
  rule('slower', 'risky', 'a route takes longer', ({ kind }) => kind === 'latency-changed'),
  rule(
    'memory-retained',
    'risky',
    'the service keeps more memory with each request',
    ({ kind }) => kind === 'memory-retained',
  ),
  rule(
    'allocates-more',
    'risky',
    'the requests of a route allocate more memory each',
    ({ kind }) => kind === 'allocation-grew',
  ),
  rule(
    'handles-left-open',
    'risky',
    'each request of a route leaves a socket, a timer or a file open',
    ({ kind }) => kind === 'handles-left-open',
  ),
  rule(
    'event-loop-held-up',
    'risky',
    'the requests of a route keep all others waiting for longer',
    ({ kind }) => kind === 'event-loop-held-up',
  ),
  rule(
    'response-grew',
    'benign',
    'the responses of a route became larger',
    ({ kind }) => kind === 'response-size-changed',
  ),
  rule('value-changed', 'risky', 'another value of the same type', ({ kind }) => kind === 'value-changed'),
  rule('stored-value-lost', 'breaking', 'what was stored is not any more', ({ kind }) =>
    /^(row|key|file)-removed$/.test(kind),
  ),
  rule(
    'stored-value-changed',
    'breaking',
    'another value is stored',
    (d) => /^(row|key)-changed$/.test(d.kind) && d.baseline !== null,
  ),
  rule('stored-otherwise', 'risky', 'more is stored, or a file holds something else', ({ kind }) =>
    /^(row|key|file)-/.test(kind),
  ),
];
