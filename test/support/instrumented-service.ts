import { join } from 'node:path';
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
  /** Whether each lookup also asks a real database, inside the process. */
  readonly asksDatabase?: boolean;
}): Promise<string> {
  const form = variant.form ?? 'proto';
  bundled[form] ??= bundle(form);
  const sdk = await bundled[form];
  return `// ${variant.comment ?? ''}\n${serviceText(variant)}\n${sdk}\nserve(module.exports);\n`;
}

const bundled: Partial<Record<'proto' | 'http', Promise<string>>> = {};

/**
 * A package of the name and entry of the Node auto-instrumentation, whose own closure is some 200 packages: the real SDK, and a span for each
 * request that a server of `node:http` answers. By its path in the folder of a service.
 */
export async function autoInstrumentationPackage(version: string): Promise<Readonly<Record<string, string>>> {
  const home = 'node_modules/@opentelemetry/auto-instrumentations-node';
  const manifest = { name: '@opentelemetry/auto-instrumentations-node', version };
  bundled.proto ??= bundle('proto');
  return {
    [`${home}/package.json`]: JSON.stringify({ ...manifest, exports: { './register': './register.js' } }),
    [`${home}/register.js`]: `${registering}\n${await bundled.proto}\nregister(module.exports);\n`,
  };
}

const registering = `
const { Server } = require('node:http');
function register({ api, NodeTracerProvider, BatchSpanProcessor, OTLPTraceExporter }) {
  new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] }).register();
  const tracer = api.trace.getTracer('by-itself');
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event, request, response) {
    if (event !== 'request') return emit.apply(this, arguments);
    const context = api.propagation.extract(api.context.active(), request.headers);
    const span = tracer.startSpan(request.method, { kind: api.SpanKind.SERVER }, context);
    response.once('close', () => span.end());
    return api.context.with(api.trace.setSpan(context, span), () => emit.apply(this, arguments));
  };
}`;

async function bundle(form: 'proto' | 'http'): Promise<string> {
  const fixtures = join(import.meta.dirname, '../fixtures/instrumented');
  const { outputFiles } = await build({
    entryPoints: [join(fixtures, `sdk-${form}.cjs`)],
    ...{ bundle: true, platform: 'node', format: 'cjs', write: false },
    // Node of the service may not have what a newer one has.
    target: 'node18',
  });
  return outputFiles[0]?.text ?? '';
}

const database = `const { DatabaseSync } = require('node:sqlite');
  const items = new DatabaseSync(':memory:');
  items.exec('CREATE TABLE items (id INTEGER PRIMARY KEY)');
  const asked = items.prepare('SELECT * FROM items WHERE id = ?');
  const ask = (item) => asked.all(item);`;

function serviceText({
  lookups,
  note = "'fixed'",
  asksDatabase = false,
}: Parameters<typeof instrumentedService>[0]): string {
  const each = 'for (let item = 0; item < count; item += 1) look(item);';
  return `
const { createServer } = require('node:http');
function serve({ api, NodeTracerProvider, BatchSpanProcessor, OTLPTraceExporter }) {
  new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] }).register();
  const tracer = api.trace.getTracer('orders');
  ${asksDatabase ? database : 'const ask = () => {};'}
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
        ask(item);
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
