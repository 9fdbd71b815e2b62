/** The bench redacts with a key that all may know: its data is made up, and the tokens stay the same. */
import { createRedactor } from '../../src/index.ts';
import type { BenchedApp } from './benched-app.ts';

const publicKey = new TextEncoder().encode('the-key-of-the-bench-is-public');

export function benchRedactor() {
  return createRedactor(publicKey);
}

/** What stands in a recording of the bench for each credential, and what to send in its place. */
export function credentialsOf({ secrets }: BenchedApp) {
  const redactor = benchRedactor();
  return secrets.map((secret) => ({ recorded: redactor.token(secret), replay: secret }));
}
