import { rename, rm } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { createRecording, type RecordingWriter } from '../recording/file/recording-writer.ts';
import { importGor } from '../recording/importing/import-gor.ts';
import { importHar } from '../recording/importing/import-har.ts';
import type { ImportReport, RecordingImport } from '../recording/importing/import-tally.ts';
import { createRedactor, type Redactor } from '../recording/redaction/redaction.ts';
import { refuseToOverwrite } from './output-file.ts';
import { redactionKey, redactionKeyHelp } from './redaction-key.ts';
import { type ExitCode, withPorts } from './shell.ts';

type ImportOptions = { readonly out?: string; readonly host?: string; readonly force: boolean };

/** `shadowgate import`: turns somebody else's recording into ours, secrets replaced on the way. */
export function importCommand(): Command {
  return new Command('import')
    .description('turn a HAR or .gor file into a recording, secrets replaced on the way')
    .argument('<file>', 'FILE.har, FILE.gor or FILE.gor.gz')
    .option('--out <file>', 'the recording to write (default: the same name with .sgrec)')
    .option('--host <name>', 'of a HAR file, take only requests to this host (default: the most frequent)')
    .option('--force', 'overwrite a recording that exists', false)
    .addHelpText('after', redactionKeyHelp)
    .action((file: string, options: ImportOptions) =>
      withPorts(true, (ports) => importFile(file, options, ports)),
    );
}

/** A recording that exists is only replaced by a whole one: the import is written beside it and renamed at the end. */
async function importFile(file: string, options: ImportOptions, ports: Ports): Promise<ExitCode> {
  const out = options.out ?? file.replace(/\.(har|gor(\.gz)?)$/i, '.sgrec');
  const redactor = createRedactor(redactionKey(ports.environment));
  const imported = openImport(file, redactor, options);
  if (!options.force) await refuseToOverwrite(out);
  const partPath = `${out}.part`;
  ports.teardown.defer(partPath, () => rm(partPath, { force: true }));
  const writer = await createRecording(partPath, {
    createdAt: ports.now().toISOString(),
    recorder: `shadowgate ${ports.version}, import of ${basename(file)}`,
    keyId: redactor.keyId,
  });
  const report = await writeAll(imported, writer);
  printReport(report);
  if (report.counters.recorded === 0) throw nothingImported(file);
  await rename(partPath, out);
  process.stdout.write(`wrote ${out}\n`);
  return 0;
}

/** The part is closed also when the other file turns out to be none: it is removed then, and nothing may hold it open. */
async function writeAll(imported: RecordingImport, writer: RecordingWriter): Promise<ImportReport> {
  try {
    for await (const exchange of imported.exchanges) await writer.append(exchange);
  } finally {
    await writer.close(imported.report().counters);
  }
  return imported.report();
}

function openImport(file: string, redactor: Redactor, { host }: ImportOptions): RecordingImport {
  if (/\.har$/i.test(file)) return importHar(file, redactor, host === undefined ? {} : { host });
  if (/\.gor(\.gz)?$/i.test(file)) return importGor(file, redactor);
  throw new GateError({
    code: 'import-failed',
    message: `${file} ends in ${extname(file) || 'nothing'}; what is in it can only be told by .har or .gor.`,
    remedy: 'Rename the file if it is one of the two.',
  });
}

function printReport({ counters, leftOut, changed }: ImportReport): void {
  process.stdout.write(`${counters.recorded} of ${counters.seen} exchanges imported\n`);
  for (const { reason, exchanges } of leftOut) process.stdout.write(`  left out: ${exchanges} · ${reason}\n`);
  for (const { reason, exchanges } of changed) process.stdout.write(`  changed: ${exchanges} · ${reason}\n`);
}

function nothingImported(file: string): GateError {
  return new GateError({
    code: 'import-failed',
    message: `Nothing in ${file} could be imported.`,
    remedy: 'Look at what was left out, and name another host with --host if that is the reason.',
  });
}
