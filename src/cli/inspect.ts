import { Command } from 'commander';
import { builtInConfig } from '../config/built-in-config.ts';
import { loadConfig } from '../config/load-config.ts';
import type { ExchangeHead, RecordingSummary } from '../domain/recording.ts';
import { credentialLines, findCredentials } from '../preparation/describe-credentials.ts';
import { createPlannedLookup } from '../preparation/find-planned.ts';
import { callLine, exchangeLine } from '../recording/file/record-line.ts';
import {
  readCalls,
  readExchanges,
  readHeads,
  summariseRecording,
} from '../recording/file/recording-reader.ts';
import { planReplay } from '../replay/plan-replay.ts';
import { visibleText } from '../report/visible-text.ts';
import { readSettings } from './settings-file.ts';

type InspectOptions = { readonly json: boolean; readonly calls: boolean; readonly config?: string };

/** `shadowgate inspect`: what a recording holds, how whole it is, and every exchange as a line. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('show what a recording holds')
    .argument('<file>', 'a recording')
    .option('--json', 'print every record as one line of JSON, bodies as text or base64', false)
    .option('--calls', 'print outbound calls alone, as lines of JSON: a file of stand-ins', false)
    .option('--config <file>', 'a settings file, to tell what it does for the recorded credentials')
    .action((file: string, options: InspectOptions) =>
      options.json || options.calls ? printJson(file, options.calls) : printSummary(file, options.config),
    );
}

async function printSummary(file: string, config: string | undefined): Promise<void> {
  const summary = await summariseRecording(file);
  for (const line of summaryLines(summary)) process.stdout.write(`${line}\n`);
  const plan = await planReplay(readExchanges(file));
  const statuses = new Map<string, Map<number, number>>();
  const find = createPlannedLookup(plan.exchanges);
  for await (const head of readHeads(file))
    countStatus(statuses, find(head.id)?.route ?? 'not replayable', head);
  for (const [route, counts] of [...statuses].sort()) {
    process.stdout.write(`  ${visibleText(route)}  ${statusCounts(counts)}\n`);
  }
  for (const { reason, exchanges } of plan.leftOut)
    process.stdout.write(`  not replayable: ${exchanges} · ${reason}\n`);
  for (const line of await callLines(file, summary)) process.stdout.write(`${line}\n`);
  const { replay, determinism } =
    config === undefined ? builtInConfig() : loadConfig(await readSettings(config), config);
  const time = { clock: determinism.clock, now: Date.now() };
  const exchanges = () => readExchanges(file);
  const { credentials } = await findCredentials({ plan, exchanges, settings: replay, ...time });
  for (const line of credentialLines(credentials)) process.stdout.write(`${line}\n`);
}

/** For a service that calls others: without their answers its replay proves little, and nothing else says how to get them. */
const howToRecordCalls = [
  'no calls to other services are recorded; if the service makes any:',
  '  1. record with `shadowgate record … --outbound-port PORT`, and for an https service `--outbound-base NAME=URL`',
  '  2. start the service with the proxy variables and base URLs that the command prints',
  '  3. or write answers by hand in a file that `service.upstream.stand-ins` names (docs/recording-format.md)',
];

/** Whom the service called, how often, with what answer; whom it called unseen; or, where nothing is recorded, how to. */
async function callLines(file: string, { calls, counters }: RecordingSummary): Promise<readonly string[]> {
  const byHost = new Map<string, Map<number, number>>();
  for await (const { url, status } of readCalls(file)) countStatus(byHost, hostOf(url), { status });
  const lines = [...byHost].sort().map(([host, counts]) => `  ${visibleText(host)}  ${statusCounts(counts)}`);
  const unseen = (counters?.calls?.unseen ?? []).map(
    ({ host, connections }) => `  ${visibleText(host)}  ${connections} × encrypted, not seen`,
  );
  if (lines.length + unseen.length === 0) return howToRecordCalls;
  return [`${calls} calls to other services`, ...lines, ...unseen];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'unknown host';
}

function statusCounts(counts: ReadonlyMap<number, number>): string {
  return [...counts]
    .sort()
    .map(([status, count]) => `${count} × ${status === 0 ? 'no answer' : status}`)
    .join(', ');
}

function summaryLines({
  header,
  version,
  exchanges,
  completeness,
  digest,
  damage,
}: RecordingSummary): readonly string[] {
  const whole = completeness === undefined ? 'unknown' : `${(completeness * 100).toFixed(2)} %`;
  return [
    `${exchanges} exchanges, recorded by ${visibleText(header.recorder)} from ${header.createdAt}`,
    `format ${version} · completeness ${whole} · redaction key ${header.keyId} · ${digest}`,
    ...(damage === undefined ? [] : [`damaged: ${damage}`]),
  ];
}

function countStatus(
  statuses: Map<string, Map<number, number>>,
  route: string,
  { status }: Pick<ExchangeHead, 'status'>,
): void {
  const counts = statuses.get(route) ?? new Map<number, number>();
  statuses.set(route, counts.set(status, (counts.get(status) ?? 0) + 1));
}

async function printJson(file: string, callsAlone: boolean): Promise<void> {
  if (!callsAlone) {
    for await (const exchange of readExchanges(file)) process.stdout.write(`${exchangeLine(exchange)}\n`);
  }
  for await (const call of readCalls(file)) process.stdout.write(`${callLine(call)}\n`);
}
