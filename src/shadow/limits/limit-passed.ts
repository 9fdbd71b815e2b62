import type { ServiceLimits } from '../../domain/service.ts';

/** Which limit was passed, as the settings name it, and by how much. */
export type LimitPassed = {
  readonly limit: 'memory' | 'processes' | 'disk' | 'log';
  /** Bytes, or a number of processes and threads. */
  readonly allowed: number;
  /** What was measured when it was seen; more may have been used for a moment. */
  readonly seen: number;
};

/** What was passed, as the end of a sentence: `used 2.1 GB of memory, where service.limits.memory allows 2 GB`. */
export function limitInWords({ limit, allowed, seen }: LimitPassed): string {
  const setting = `where service.limits.${limit} allows`;
  switch (limit) {
    case 'memory':
      return `used ${bytesInWords(seen)} of memory, ${setting} ${bytesInWords(allowed)}`;
    case 'processes':
      return `ran ${seen} processes and threads, ${setting} ${allowed}`;
    case 'disk':
      return `added ${bytesInWords(seen)} to its folders, ${setting} ${bytesInWords(allowed)}`;
    case 'log':
      return `printed ${bytesInWords(seen)}, ${setting} ${bytesInWords(allowed)}`;
    default:
      return limit satisfies never;
  }
}

/** What to do about an instance, or a step, that passed a limit. */
export function limitRemedy({ limit }: LimitPassed): string {
  return `Let it need less, or raise \`limits: ${limit}\` under \`service\` in .github/shadowgate.yml on the base branch.`;
}

/** Steps run two at a time, compile and unpack: they may have twice the memory and disk of an instance. */
export function stepLimits(limits: ServiceLimits): ServiceLimits {
  return { ...limits, memoryBytes: 2 * limits.memoryBytes, diskBytes: 2 * limits.diskBytes };
}

function bytesInWords(bytes: number): string {
  const inMegabytes = Math.round(bytes / 1e5) / 10;
  return inMegabytes < 1000 ? `${inMegabytes} MB` : `${Math.round(bytes / 1e7) / 100} GB`;
}
