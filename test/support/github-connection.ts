import { connectClient, type GitHubClient } from '../../src/adapters/github-client.ts';
import { type FakeGitHub, startFakeGitHub } from './fake-github.ts';
import { repositoryName, tokens } from './fake-github-scene.ts';
import type { World } from './fake-github-world.ts';

/** A fake GitHub for the length of one test; it is stopped, and asked whether it was understood, in any case. */
export async function withFakeGitHub<T>(world: World, body: (fake: FakeGitHub) => Promise<T>): Promise<T> {
  const fake = await startFakeGitHub(world);
  let result: T;
  try {
    result = await body(fake);
  } catch (error) {
    await fake.stop().catch(() => undefined);
    throw error;
  }
  await fake.stop();
  return result;
}

/** Our client on the fake. Its pauses take no time; `waits` keeps how long they would have been. */
export function clientOf(
  fake: FakeGitHub,
  { token = tokens.job as string, waits = [] as number[], now = Date.now } = {},
): GitHubClient {
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  return connectClient({ token, apiUrl: fake.url, repository: repositoryName, ports: { now, wait } });
}

/** The error of a promise that must be rejected. */
export async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error('was expected to fail, and did not');
}
