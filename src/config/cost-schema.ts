import * as z from 'zod';
import { defaultCost } from '../domain/cost.ts';
import { size } from './written-values.ts';

const amount = z.number().positive().max(1e9);

/** `compare.cost`: from what difference on a cost is a finding; `enabled: false` judges none. The meaning of each is in src/domain/cost.ts. */
export const cost = z.strictObject({
  enabled: z.boolean().default(defaultCost.enabled),
  confidence: z.number().min(0.5).max(0.9999).default(defaultCost.confidence),
  'minimum-pairs': z.int().min(6).max(100_000).default(defaultCost.minimumPairs),
  'latency-percent': amount.default(defaultCost.latencyPercent),
  'latency-ms': amount.default(defaultCost.latencyMs),
  'bytes-percent': amount.default(defaultCost.bytesPercent),
  bytes: z.int().positive().max(1e9).default(defaultCost.bytes),
  'calls-percent': amount.default(defaultCost.callsPercent),
  calls: amount.default(defaultCost.calls),
  'memory-percent': amount.default(defaultCost.memoryPercent),
  memory: size.default(defaultCost.memory),
  'allocation-seconds': z.number().min(0).max(3_600).default(defaultCost.allocationSeconds),
  'allocation-requests': z.int().min(10).max(1_000).default(defaultCost.allocationRequests),
  'allocation-percent': amount.default(defaultCost.allocationPercent),
  allocation: z.int().positive().max(1e9).default(defaultCost.allocation),
  'loop-delay-ms': amount.default(defaultCost.loopDelayMs),
});
