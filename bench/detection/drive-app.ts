/** Plays the drive of a service from its fixed seed. */
import type { BenchedApp } from './benched-app.ts';
import { type Below, DriveClient, type DrivenAnswer } from './drive-client.ts';

const driveSeed = 20_261;

/** Every request with its answer, in order. */
export async function driveApp(app: BenchedApp, port: number): Promise<readonly DrivenAnswer[]> {
  const answers: DrivenAnswer[] = [];
  const client = () => new DriveClient(port, (answer) => answers.push(answer));
  await app.drive({ client, below: seededBelow(driveSeed) });
  return answers;
}

/** Whole numbers below a bound, the same for one seed (mulberry32). */
export function seededBelow(seed: number): Below {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
