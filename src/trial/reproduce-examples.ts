/** Joins the recording with the groups of findings: each gets the line that sends its smallest exchange again. */
import type { Cluster } from '../domain/cluster.ts';
import type { Exchange } from '../domain/recording.ts';
import { secretKindOf } from '../recording/redaction/secret-names.ts';
import { curlLine } from '../replay/curl-line.ts';
import type { SettledTrial } from './settled-trial.ts';

/** Groups beyond these are not shown with all they have. */
const mostLines = 50;

/**
 * Used once findings are settled. Reads the recording again, only as far as the last example stands, because until then nobody knew
 * which exchanges would be examples and bodies are not kept. What cannot be a line has a hint where the request is found.
 */
export async function reproduceExamples(
  settled: SettledTrial,
  exchanges: () => AsyncIterable<Exchange>,
): Promise<SettledTrial> {
  const wanted = settled.clusters
    .slice(0, mostLines)
    .map(({ example }) => example.exchangeId)
    .filter((id) => id !== '');
  const lines = await linesOf(new Set(wanted), exchanges);
  const clusters = settled.clusters.map((cluster) => withLine(cluster, lines));
  return { ...settled, clusters };
}

async function linesOf(
  wanted: Set<string>,
  exchanges: () => AsyncIterable<Exchange>,
): Promise<ReadonlyMap<string, string>> {
  const lines = new Map<string, string>();
  if (wanted.size === 0) return lines;
  for await (const exchange of exchanges()) {
    if (!wanted.delete(exchange.id)) continue;
    const line = curlLine(exchange, (name) => secretKindOf(name) !== null);
    lines.set(
      exchange.id,
      line ?? `# too long or no text for a line: ${exchange.id} in shadowgate inspect --json`,
    );
    if (wanted.size === 0) break;
  }
  return lines;
}

function withLine(cluster: Cluster, lines: ReadonlyMap<string, string>): Cluster {
  const line = lines.get(cluster.example.exchangeId);
  return line === undefined ? cluster : { ...cluster, example: { ...cluster.example, curl: line } };
}
