import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { connectClient } from '../../src/adapters/github-client.ts';
import { aScene, openPull, repositoryName, tokens, uploadArtifact } from '../support/fake-github-scene.ts';
import { clientOf, failureOf, withFakeGitHub } from '../support/github-connection.ts';

const pullRoute = 'GET /repos/{owner}/{repo}/pulls/{pull_number}' as const;
const pull = { route: pullRoute, parameters: { pull_number: 7 }, answer: z.object({ number: z.int() }) };
const comments = {
  route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments' as const,
  parameters: { issue_number: 7 },
  answer: z.array(z.object({ id: z.int() })),
};

function sceneWithPull() {
  const world = aScene();
  openPull(world);
  return world;
}

describe('asking', () => {
  test('a 502 and a limit are waited out', async () => {
    await withFakeGitHub(sceneWithPull(), async (fake) => {
      const waits: number[] = [];
      fake.faults.push({ method: 'GET', path: /pulls/, status: 502, times: 1 });
      fake.faults.push({
        method: 'GET',
        path: /pulls/,
        status: 429,
        headers: { 'retry-after': '3' },
        times: 1,
      });
      expect(await clientOf(fake, { waits }).ask(pull)).toEqual({ number: 7 });
      expect(waits).toEqual([1_000, 3_000]);
    });
  });

  test('a broken connection is tried again', async () => {
    await withFakeGitHub(sceneWithPull(), async (fake) => {
      fake.faults.push({ method: 'GET', path: /pulls/, drop: true, times: 2 });
      expect(await clientOf(fake).ask(pull)).toEqual({ number: 7 });
    });
  });

  test.each([
    ['cut-off JSON', '{"number": 7'],
    ['another shape', '{"number": "seven"}'],
    ['a web page', '<html>down</html>'],
  ])('%s is a failure, and its values stay out of the message', async (_name, body) => {
    await withFakeGitHub(sceneWithPull(), async (fake) => {
      fake.faults.push({ method: 'GET', path: /pulls/, status: 200, body, times: 1 });
      const error = await failureOf(clientOf(fake).ask(pull));
      expect(error['code']).toBe('github-failed');
      expect(error['message']).toContain(`GET /repos/${repositoryName}/pulls/7 is not what`);
      expect(error['message']).not.toMatch(/seven|html/);
    });
  });

  test('nothing there is a failure, and null only where that was expected', async () => {
    await withFakeGitHub(aScene(), async (fake) => {
      const client = clientOf(fake);
      expect(await failureOf(client.ask(pull))).toMatchObject({ code: 'github-failed' });
      expect(await client.askOptional(pull)).toBeNull();
      expect(await failureOf(client.askOptional({ ...pull, absentOn: [410] }))).toMatchObject({
        code: 'github-failed',
      });
    });
  });

  test('the token stands in no message', async () => {
    await withFakeGitHub(aScene(), async (fake) => {
      const error = await failureOf(clientOf(fake, { token: 'ghs_wrong_token' }).ask(pull));
      expect(`${error['message']} ${error['remedy']}`).not.toContain('ghs_wrong_token');
      expect(error['remedy']).toContain('`github-token`');
    });
  });
});

describe('listing', () => {
  test('every page is read', async () => {
    const world = sceneWithPull();
    for (let id = 1; id <= 230; id += 1) world.comments.push({ id, issue: 7, user: null, body: 'x' });
    await withFakeGitHub(world, async (fake) => {
      expect(await clientOf(fake).list(comments)).toHaveLength(230);
      expect(fake.log).toHaveLength(3);
    });
  });

  test('a 409 is a failure, not an empty list', async () => {
    await withFakeGitHub(sceneWithPull(), async (fake) => {
      fake.faults.push({ method: 'GET', path: /comments/, status: 409, times: 1 });
      expect(await failureOf(clientOf(fake).list(comments))).toMatchObject({ code: 'github-failed' });
    });
  });
});

describe('downloading', () => {
  const archive = new Uint8Array(5_000).fill(7);
  const route = 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}' as const;

  test('follows the redirect to another host, without the token', async () => {
    const world = aScene();
    const id = uploadArtifact(world, { archive, head: 'c'.repeat(40) });
    await withFakeGitHub(world, async (fake) => {
      const parameters = { artifact_id: id, archive_format: 'zip' };
      const bytes = await clientOf(fake).download({ route, parameters, maximumBytes: 5_000 });
      expect(Buffer.from(bytes).equals(archive)).toBe(true);
    });
  });

  test('stops where the limit is passed', async () => {
    const world = aScene();
    const id = uploadArtifact(world, { archive, head: 'c'.repeat(40) });
    await withFakeGitHub(world, async (fake) => {
      const parameters = { artifact_id: id, archive_format: 'zip' };
      const error = await failureOf(clientOf(fake).download({ route, parameters, maximumBytes: 4_999 }));
      expect(error['message']).toContain('larger than 4999 bytes');
    });
  });
});

test('the own login is asked once, and needs no permission', async () => {
  await withFakeGitHub(aScene(), async (fake) => {
    const client = clientOf(fake, { token: tokens.fork });
    expect(await client.ownLogin()).toBe('github-actions[bot]');
    expect(await client.ownLogin()).toBe('github-actions[bot]');
    expect(fake.log.map(({ path }) => path)).toEqual(['/graphql']);
  });
});

test('on a GitHub Enterprise Server the own login is asked beside the REST root', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"data":{"viewer":{"login":"shadowgate[bot]"}}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}/api/v3`;
  try {
    const client = connectClient({ token: 'x', apiUrl, repository: repositoryName });
    expect(await client.ownLogin()).toBe('shadowgate[bot]');
    expect(asked).toEqual(['/api/graphql']);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
