import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { addBase, type OutboundOptions, outboundHelp } from './record-outbound.ts';
import { redactionKey, redactionKeyHelp } from './redaction-key.ts';

type RecordOptions = OutboundOptions & {
  readonly upstream: URL;
  readonly listen: number;
  readonly out: string;
  readonly host: string;
  readonly service?: string;
  readonly maximumBody: number;
  readonly force: boolean;
};

const defaultBodyBytes = 1024 * 1024;
const highestPort = 65_535;

/** `shadowgate record`: stands in front of a service and records while it serves, until it is told to stop. */
export function recordCommand(): Command {
  return new Command('record')
    .description(
      'record a service: a reverse proxy that keeps what passes, secrets replaced before anything is written',
    )
    .requiredOption('--upstream <url>', 'the service to record, e.g. http://127.0.0.1:3000', toUrl)
    .requiredOption('--listen <port>', 'port to listen on; 0 takes a free one', toPort)
    .requiredOption('--out <file>', 'the recording to write, e.g. production.sgrec')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--service <name>', 'name of the service, kept in the recording')
    .option('--maximum-body <bytes>', 'larger bodies pass, but are recorded cut', toNumber, defaultBodyBytes)
    .option(
      '--outbound-port <port>',
      'record the calls of the service too, as its proxy on this port',
      toPort,
    )
    .option('--outbound-host <address>', 'address for --outbound-port', '127.0.0.1')
    .option('--outbound-base <name=url>', 'a service it calls by https; may be given again', addBase, [])
    .option('--force', 'overwrite a recording that exists', false)
    .addHelpText(
      'after',
      `\nCtrl-C, or SIGTERM, ends the recording and closes the file.\n${outboundHelp}\n${redactionKeyHelp}`,
    )
    .action(record);
}

async function record(options: RecordOptions): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  // A limit on the size of files is to fail the write, as a full disk does, not to end the process that serves.
  process.on('SIGXFSZ', () => undefined);
  // Loaded where it is needed: whoever gates a change records nothing.
  const { recordUntil } = await import('./record-until.ts');
  await recordUntil(stopped, {
    ...options,
    key: redactionKey(process.env),
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => process.stderr.write(`${line}\n`),
  });
}

function toUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:\/\//i.test(text)) return new URL(text);
  throw new InvalidArgumentError('Name it by scheme, host and port, e.g. http://127.0.0.1:3000.');
}

function toPort(text: string): number {
  const port = toNumber(text);
  if (port <= highestPort) return port;
  throw new InvalidArgumentError(`The highest port is ${highestPort}.`);
}

function toNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
