import { statSync } from 'node:fs';
import type { ServiceLimits } from '../../domain/service.ts';
import { listProcesses } from '../processes/find-processes.ts';

/**
 * Puts in front of a command what the kernel itself can hold, so that nothing has to look: open files, core files, and
 * processes of its user (which the kernel does not hold against root). Should the machine run out of memory, these
 * processes are the first to be ended, and never the gate. What a system refuses is left as it is.
 *
 * Sizes of files are not held so: databases and virtual machines map files that are far larger than what they hold.
 */
export function underLimits(command: readonly string[], { files, processes }: ServiceLimits): string[] {
  // A limit of the kernel counts all processes of the user, so it can only stop what has run away.
  const most = tasksOfUser() + 2 * processes;
  const settings = [
    'ulimit -c 0',
    `ulimit -n ${files}`,
    `ulimit -u ${most} || ulimit -p ${most}`,
    'echo 1000 >/proc/self/oom_score_adj',
  ].map((setting) => `{ ${setting}; } 2>/dev/null`);
  return ['sh', '-c', `${settings.join('\n')}\nexec "$@"`, 'sh', ...command];
}

function tasksOfUser(): number {
  const user = process.getuid?.();
  const own = (listProcesses() ?? []).filter(({ pid }) => ownerOf(pid) === user);
  return own.reduce((sum, { threads }) => sum + threads, 0);
}

function ownerOf(pid: number): number | null {
  try {
    return statSync(`/proc/${pid}`).uid;
  } catch {
    return null; // It has ended.
  }
}
