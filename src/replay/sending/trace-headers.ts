import type { SentRequest } from './sent-request.ts';

/** What production said of its own trace: whether it was sampled there must not decide what is seen here. */
const recordedTrace = /^(?:traceparent|tracestate|b3|x-b3-(?:traceid|spanid|parentspanid|sampled|flags))$/i;

/**
 * Used for each request to an instance: where spans are received, the request with the trace of this run in place of the recorded one;
 * else the request as it is.
 */
export function tracedRequest(request: SentRequest, traceparent: string | undefined): SentRequest {
  if (traceparent === undefined) return request;
  const others = request.headers.filter(([name]) => !recordedTrace.test(name));
  return { ...request, headers: [...others, ['traceparent', traceparent]] };
}
