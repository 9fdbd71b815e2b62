import { build } from 'esbuild';

/**
 * A service instrumented with the SDK of OpenTelemetry for Node, as one file that holds the SDK too, so that nothing has to be installed beside it. It
 * answers `/orders/<count>` with that many items and makes a span for what it does. `lookups`: one query for all items, or one
 * for each.
 */
export async function instrumentedService(variant: {
  readonly lookups: 'once' | 'each';
  readonly form?: 'proto' | 'http';
  /** Expression of an attribute of every query. */
  readonly note?: string;
  readonly comment?: string;
}): Promise<string> {
  const form = variant.form ?? 'proto';
  bundled[form] ??= bundle(form);
  const sdk = await bundled[form];
  return `// ${variant.comment ?? ''}\n${serviceText(variant)}\n${sdk}\nserve(globalThis.otel);\n`;
}

const bundled: Partial<Record<'proto' | 'http', Promise<string>>> = {};

async function bundle(form: 'proto' | 'http'): Promise<string> {
  const contents = `
    const api = require('@opentelemetry/api');
    const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
    const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-${form}');
    globalThis.otel = { api, NodeTracerProvider, BatchSpanProcessor, OTLPTraceExporter };`;
  const options = { bundle: true, platform: 'node', format: 'cjs', write: false } as const;
  const { outputFiles } = await build({
    ...options,
    stdin: { contents, resolveDir: import.meta.dirname },
    // Node of the service may not have what a newer one has.
    target: 'node18',
  });
  return outputFiles[0]?.text ?? '';
}

function serviceText({ lookups, note = "'fixed'" }: Parameters<typeof instrumentedService>[0]): string {
  const each = 'for (let item = 0; item < count; item += 1) look(item);';
  return `
const { createServer } = require('node:http');
function serve({ api, NodeTracerProvider, BatchSpanProcessor, OTLPTraceExporter }) {
  new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] }).register();
  const tracer = api.trace.getTracer('orders');
  createServer((request, response) => {
    if (request.url === '/plain') return response.end('plain');
    const context = api.propagation.extract(api.context.active(), request.headers);
    tracer.startActiveSpan('GET /orders/{count}', { kind: api.SpanKind.SERVER }, context, (span) => {
      const count = Number(request.url.split('/').pop());
      const look = (item) => tracer.startActiveSpan('SELECT items', { kind: api.SpanKind.CLIENT }, (query) => {
        query.setAttribute('db.system', 'postgresql');
        query.setAttribute('db.statement', 'SELECT * FROM items WHERE id = $1');
        query.setAttribute('note', ${note});
        query.setAttribute('thread.id', process.pid);
        query.end();
      });
      ${lookups === 'once' ? 'look(0);' : each}
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ items: Array.from({ length: count }, (_, item) => item) }));
      span.end();
    });
  }).listen(Number(process.env.PORT), '127.0.0.1');
}`;
}
