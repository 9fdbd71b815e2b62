import { Command } from 'commander';
import type { ExchangeHead, RecordingSummary } from '../domain/recording.ts';
import { readExchanges, readHeads, summariseRecording } from '../recording/recording-reader.ts';
import { planReplay } from '../replay/plan-replay.ts';
import { visibleText } from '../report/visible-text.ts';

type InspectOptions = { readonly json: boolean };

/** `shadowgate inspect`: what a recording holds, how whole it is, and every exchange as a line. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('show what a recording holds')
    .argument('<file>', 'a recording')
    .option('--json', 'print every exchange as one line of JSON, bodies as text or base64', false)
    .action((file: string, options: InspectOptions) => (options.json ? printJson(file) : printSummary(file)));
}

async function printSummary(file: string): Promise<void> {
  const summary = await summariseRecording(file);
  for (const line of summaryLines(summary)) process.stdout.write(`${line}\n`);
  const plan = await planReplay(readExchanges(file));
  const statuses = new Map<string, Map<number, number>>();
  const routeOf = new Map(plan.exchanges.map(({ exchangeId, route }) => [exchangeId, route]));
  for await (const head of readHeads(file))
    countStatus(statuses, routeOf.get(head.id) ?? 'not replayable', head);
  for (const [route, counts] of [...statuses].sort()) {
    const shown = [...counts]
      .sort()
      .map(([status, count]) => `${count} × ${status === 0 ? 'no answer' : status}`);
    process.stdout.write(`  ${visibleText(route)}  ${shown.join(', ')}\n`);
  }
  for (const { reason, exchanges } of plan.leftOut)
    process.stdout.write(`  not replayable: ${exchanges} · ${reason}\n`);
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
  { status }: ExchangeHead,
): void {
  const counts = statuses.get(route) ?? new Map<number, number>();
  statuses.set(route, counts.set(status, (counts.get(status) ?? 0) + 1));
}

async function printJson(file: string): Promise<void> {
  for await (const { requestBody, responseBody, ...head } of readExchanges(file)) {
    const record = { ...head, requestBody: shownBody(requestBody), responseBody: shownBody(responseBody) };
    process.stdout.write(`${JSON.stringify(record)}\n`);
  }
}

/** Text as it is; anything that is no UTF-8 as base64. */
function shownBody(body: Uint8Array): { readonly text: string } | { readonly base64: string } {
  const bytes = Buffer.from(body);
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? { text } : { base64: bytes.toString('base64') };
}
