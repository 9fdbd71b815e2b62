import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Companion } from '../instance/companion.ts';
import { createExportAnswers } from './answer-export.ts';
import { createSpanCollector, type SpanCollector, type TracedExchange } from './collect-spans.ts';
import { telemetryDoor } from './exporter-variables.ts';

export type ReceiverRequest = {
  /** Of this receiver alone, with a short path: a socket lies in it. Made here, and gone when it is closed. */
  readonly folder: string;
  /** The variables that make the SDK of the instance export here. */
  readonly environment: Readonly<Record<string, string>>;
  /** The exchange that a trace was begun for; null for a trace of the service's own. */
  readonly exchangeOf: (traceId: string) => TracedExchange | null;
};

/** Where one instance sends its spans, during one run. */
export type TelemetryReceiver = {
  readonly companion: Companion;
  readonly collector: SpanCollector;
  close(): Promise<void>;
};

/** An export that takes longer to arrive is a stalled one. */
const slowestExportMs = 10_000;

/** Opens the receiver of one instance, outside of its sandbox, before it starts: OTLP over HTTP on a unix socket behind a door. */
export async function openReceiver(request: ReceiverRequest): Promise<TelemetryReceiver> {
  const { folder, environment, exchangeOf } = request;
  const socketPath = join(folder, 'otlp.sock');
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const collector = createSpanCollector(exchangeOf);
  const answerExport = createExportAnswers((read) => collector.add(read));
  const server = createServer({ requestTimeout: slowestExportMs, keepAliveTimeout: 60_000 });
  server.on('request', (incoming, response) => {
    response.on('error', () => {});
    answerExport(incoming, response).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  await chmod(socketPath, 0o666);
  return {
    companion: { environment, doors: [{ name: telemetryDoor, socketPath }], readable: [] },
    collector,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
