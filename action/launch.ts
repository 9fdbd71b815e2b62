/** What the runner starts: a file of its own, since the program is read once only if its memory is settled before. */
import { keepHeapSmall } from '../src/runs/keep-heap-small.ts';
import { restartSmall } from '../src/runs/restart-small.ts';

restartSmall(process);
keepHeapSmall();
await import('./main.ts');
