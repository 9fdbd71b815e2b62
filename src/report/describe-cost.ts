import type { CostMeasure, CostRow } from '../domain/cost.ts';
import { counted } from './number-text.ts';
import { join, joinFirst, type Phrase, prose, say } from './phrase.ts';

/** What the exchanges cost, in one line for each measure: what became more or less, and of how much nothing can be told. */
export function describeCost(rows: readonly CostRow[] | undefined, most: number): Phrase {
  const measures = Map.groupBy(rows ?? [], ({ measure }) => measure);
  return join(
    [...measures].map(([measure, ofMeasure]) => measureText(measure, ofMeasure, most)),
    '; ',
  );
}

/** What a measure is called where people read it. */
export const measureName: Readonly<Record<CostMeasure, string>> = {
  latency: 'latency',
  'response-bytes': 'size of responses',
  'outbound-calls': 'calls to other services',
  memory: 'memory kept',
};

function measureText(measure: CostMeasure, rows: readonly CostRow[], most: number): Phrase {
  const of = (verdict: CostRow['verdict']) => rows.filter((row) => row.verdict === verdict);
  const changed = [...of('more'), ...of('less')].map(
    ({ route, verdict, reason }) =>
      say`${[verdict === 'more' ? 'higher' : 'lower']} on ${route} (${prose(reason)})`,
  );
  const [same, open] = [of('same').length, of('could-not-tell').length];
  const rest = [
    ...(same > 0 ? [`the same on ${counted(same, 'route')}`] : []),
    ...(open > 0 ? [`could not be told on ${counted(open, 'route')}`] : []),
  ];
  const parts: readonly Phrase[] = measure === 'memory' && changed.length === 0 ? memoryText(rows) : [];
  const told = parts.length > 0 ? parts : [...changed, ...rest.map((text): Phrase => [text])];
  return say`${[measureName[measure]]} ${joinFirst(told, ', ', Math.max(3, most))}`;
}

/** Of the whole service, and not of a route. */
function memoryText(rows: readonly CostRow[]): readonly Phrase[] {
  return rows.map(({ verdict, reason }) =>
    verdict === 'could-not-tell' ? say`could not be told (${prose(reason)})` : ['the same'],
  );
}
