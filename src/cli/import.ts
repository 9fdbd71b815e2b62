import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { GateError } from '../errors.ts';
import { importGor } from '../recording/import-gor.ts';
import { importHar } from '../recording/import-har.ts';
import type { RecordingImport } from '../recording/import-tally.ts';
import { createRecording } from '../recording/recording-writer.ts';
import { createRedactor, type Redactor } from '../recording/redaction.ts';
import { version } from '../version.ts';
import { refuseToOverwrite } from './output-file.ts';
import { redactionKey } from './redaction-key.ts';

type ImportOptions = { readonly out?: string; readonly host?: string; readonly force: boolean };

/** `shadowgate import`: turns somebody else's recording into ours, secrets replaced on the way. */
export function importCommand(): Command {
  return new Command('import')
    .description('turn a HAR or .gor file into a recording, secrets replaced on the way')
    .argument('<file>', 'FILE.har, FILE.gor or FILE.gor.gz')
    .option('--out <file>', 'the recording to write (default: the same name with .sgrec)')
    .option(
      '--host <name>',
      'of a HAR file, take only requests to this host (default: the most frequent one)',
    )
    .option('--force', 'overwrite a recording that exists', false)
    .action(importFile);
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const out = options.out ?? file.replace(/\.(har|gor(\.gz)?)$/i, '.sgrec');
  const redactor = createRedactor(redactionKey(process.env));
  const imported = openImport(file, redactor, options);
  if (!options.force) await refuseToOverwrite(out);
  const recorder = `shadowgate ${version}, import of ${basename(file)}`;
  const writer = await createRecording(out, {
    createdAt: new Date().toISOString(),
    recorder,
    keyId: redactor.keyId,
  });
  for await (const exchange of imported.exchanges) await writer.append(exchange);
  const { counters, leftOut, changed } = imported.report();
  await writer.close(counters);
  process.stdout.write(`${counters.recorded} of ${counters.seen} exchanges imported into ${out}\n`);
  for (const { reason, exchanges } of leftOut) process.stdout.write(`  left out: ${exchanges} · ${reason}\n`);
  for (const { reason, exchanges } of changed) process.stdout.write(`  changed: ${exchanges} · ${reason}\n`);
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
