import * as z from 'zod';
import { hit, probeState, runtimeEvent } from '../../domain/runtime-snapshot.ts';

const sequence = z.int().nonnegative();

/**
 * What an agent may send, one JSON object a line (docs/agent-protocol.md). The agent runs inside the code under
 * judgement, so its records are data to be checked, and nothing in them is taken on trust.
 */
const agentRecord = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('hello'),
    version: z.literal(1),
    language: z.string().max(40),
    runtime: z.string().max(80),
    pid: z.int(),
    thread: z.int(),
    role: z.string().max(40),
    degraded: z.array(z.string().max(400)).max(20),
  }),
  hit.extend({ kind: z.literal('hit'), exchangeId: z.string().max(200) }),
  ...runtimeEvent.options,
  probeState.omit({ role: true }).extend({ kind: z.literal('probe') }),
  z.strictObject({
    kind: z.literal('coverage'),
    path: z.string().max(4_096),
    lines: z.array(z.int().positive()).max(1_000_000),
  }),
  z.strictObject({
    kind: z.literal('reached'),
    exchangeId: z.string().min(1).max(200),
    path: z.string().max(4_096),
    lines: z.array(z.int().positive()).max(1_000_000),
  }),
  z.strictObject({
    kind: z.literal('compiled'),
    path: z.string().max(4_096),
    text: z.string(),
    ran: z.array(z.int().nonnegative()).max(200_000),
  }),
  z.looseObject({
    kind: z.literal('done'),
    dropped: sequence,
    degraded: z.array(z.string().max(400)).max(20).optional(),
  }),
]);
export type AgentRecord = z.infer<typeof agentRecord>;

/** Reads one line; null when it is no record. Hostile nesting overflows the stack, which is caught here as well. */
export function parseRecord(line: string): AgentRecord | null {
  try {
    const parsed = agentRecord.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
