import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import type { RecordingCounters } from '../domain/recording.ts';
import { startRecordingProxy } from '../recording/recording-proxy.ts';
import { createRecording } from '../recording/recording-writer.ts';
import { createRedactor } from '../recording/redaction.ts';
import { version } from '../version.ts';
import { refuseToOverwrite } from './output-file.ts';
import { redactionKey } from './redaction-key.ts';

type RecordOptions = {
  readonly upstream: URL;
  readonly listen: number;
  readonly out: string;
  readonly host: string;
  readonly service?: string;
  readonly maximumBody: number;
  readonly force: boolean;
};

/** `shadowgate record`: stands in front of a service and records while it serves, until it is told to stop. */
export function recordCommand(): Command {
  return new Command('record')
    .description(
      'record a service: a reverse proxy that keeps what passes, secrets replaced before anything is written',
    )
    .requiredOption('--upstream <url>', 'the service to record, e.g. http://127.0.0.1:3000', toUrl)
    .requiredOption('--listen <port>', 'port to listen on; 0 takes a free one', toNumber)
    .requiredOption('--out <file>', 'the recording to write, e.g. production.sgrec')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--service <name>', 'name of the service, kept in the recording')
    .option('--maximum-body <bytes>', 'larger bodies pass, but are recorded cut', toNumber, 1024 * 1024)
    .option('--force', 'overwrite a recording that exists', false)
    .addHelpText(
      'after',
      '\nTokens that stand for secrets are keyed by SHADOWGATE_REDACTION_KEY (default: a new key each time).',
    )
    .action(record);
}

async function record(options: RecordOptions): Promise<void> {
  if (!options.force) await refuseToOverwrite(options.out);
  const redactor = createRedactor(redactionKey(process.env));
  const writer = await createRecording(options.out, {
    createdAt: new Date().toISOString(),
    recorder: `shadowgate ${version}`,
    keyId: redactor.keyId,
    ...(options.service === undefined ? {} : { service: options.service }),
  });
  const proxy = await startRecordingProxy({
    upstream: options.upstream,
    port: options.listen,
    host: options.host,
    redactor,
    append: (exchange) => writer.append(exchange),
    maximumBodyBytes: options.maximumBody,
    now: Date.now,
    onProblem: (problem) => process.stderr.write(`${problem}\n`),
  });
  process.stdout.write(
    `recording http://${options.host}:${proxy.port} → ${options.upstream.origin} into ${options.out}\n`,
  );
  const flushing = setInterval(() => void writer.flush().catch(() => undefined), 1000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(flushing);
  const counters = await proxy.stop();
  await writer.close(counters);
  process.stdout.write(`${summaryOf(counters)}\n`);
}

function summaryOf({ seen, recorded, truncated, dropped }: RecordingCounters): string {
  return `${recorded} of ${seen} requests recorded, ${truncated} of them with a body cut, ${dropped} dropped`;
}

function toUrl(text: string): URL {
  if (!URL.canParse(text)) throw new InvalidArgumentError(`got ${text}, which is no URL.`);
  return new URL(text);
}

function toNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`got ${text}, which is no whole number.`);
  return Number(text);
}
