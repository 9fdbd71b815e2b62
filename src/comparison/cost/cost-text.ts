import type { CostMeasure } from '../../domain/cost.ts';

/** An amount of one measure as people write it: `12.1 ms`, `2.3 kB`, `4 calls`; with a sign where it is a difference. */
export function amountText(measure: CostMeasure, amount: number, form: 'plain' | 'signed' = 'plain'): string {
  const sign = form === 'signed' && amount > 0 ? '+' : '';
  return `${sign}${plainText(measure, amount)}`;
}

function plainText(measure: CostMeasure, amount: number): string {
  switch (measure) {
    case 'latency':
      return `${digits(amount)} ms`;
    case 'outbound-calls':
      return `${digits(amount)} ${amount === 1 ? 'call' : 'calls'}`;
    case 'response-bytes':
    case 'memory':
      return bytesText(amount);
  }
}

function bytesText(amount: number): string {
  const size = Math.abs(amount);
  if (size >= 1e9) return `${digits(amount / 1e9)} GB`;
  if (size >= 1e6) return `${digits(amount / 1e6)} MB`;
  return size >= 1e3 ? `${digits(amount / 1e3)} kB` : `${Math.round(amount)} B`;
}

/** Three digits that count, and no more after the dot than mean anything. */
function digits(amount: number): string {
  const size = Math.abs(amount);
  return String(Number(amount.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}
