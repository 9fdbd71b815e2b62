#!/usr/bin/env node
/**
 * What `shadowgate` starts. It is a file of its own because a module that imports what this Node does not have ends
 * before its first line, with an error that helps nobody.
 */
import { keepHeapSmall } from '../runs/keep-heap-small.ts';
import { restartSmall } from '../runs/restart-small.ts';

const oldest = [22, 19] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
  restartSmall(process);
  keepHeapSmall();
  await import('./main.ts');
} else {
  process.stderr.write(
    `error bad-usage: Shadowgate needs Node ${oldest.join('.')} or later; this is Node ${process.versions.node}.\n` +
      '  → Run it under a newer Node; the service under judgement may keep its own.\n',
  );
  process.exitCode = 2;
}
