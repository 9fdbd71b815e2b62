import { describe, expect, test } from '@jest/globals';
import { startFakeGitHub } from './fake-github.ts';
import { aScene, openPull, pushTo, repositoryName, tokens, uploadArtifact } from './fake-github-scene.ts';
import { statusInForce } from './fake-github-world.ts';
import { withFakeGitHub } from './github-connection.ts';

const head = 'c'.repeat(40);
const repo = `/repos/${repositoryName}`;

type Answer = { readonly status: number; readonly body: unknown; readonly headers: Headers };

async function ask(
  url: string,
  { token = tokens.job as string | null, method = 'GET', body = undefined as unknown } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: token === null ? {} : { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}

function post(url: string, body: unknown, token: string = tokens.job): Promise<Answer> {
  return ask(url, { method: 'POST', body, token });
}

describe('the fake GitHub refuses what GitHub refuses', () => {
  test.each([
    ['no token', null, 401],
    ['an unknown token', 'ghs_stolen', 401],
    ['a token without the scope', tokens.dev, 403],
  ])('%s', async (_name, token, status) => {
    await withFakeGitHub(aScene(), async (fake) => {
      expect(await ask(`${fake.url}${repo}/actions/artifacts`, { token })).toMatchObject({ status });
    });
  });

  test('writes with the read-only token of a fork', async () => {
    const world = aScene();
    openPull(world);
    await withFakeGitHub(world, async (fake) => {
      const status = { state: 'success', context: 'shadowgate' };
      expect(await post(`${fake.url}${repo}/statuses/${head}`, status, tokens.fork)).toMatchObject({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      });
      const comment = await post(`${fake.url}${repo}/issues/7/comments`, { body: 'hi' }, tokens.fork);
      expect(comment.status).toBe(403);
    });
  });

  test.each([
    ['an unknown state', { state: 'green' }],
    ['a description of 141 characters', { state: 'success', description: 'x'.repeat(141) }],
    ['a target that is no web address', { state: 'success', target_url: 'javascript:alert(1)' }],
    ['a status without a state', { description: 'x' }],
  ])('%s', async (_name, status) => {
    const world = aScene();
    openPull(world);
    await withFakeGitHub(world, async (fake) => {
      expect((await post(`${fake.url}${repo}/statuses/${head}`, status)).status).toBe(422);
    });
  });

  test('a status on a commit it does not know', async () => {
    await withFakeGitHub(aScene(), async (fake) => {
      const answer = await post(`${fake.url}${repo}/statuses/${'9'.repeat(40)}`, { state: 'success' });
      expect(answer.status).toBe(422);
    });
  });

  test('the 1,001st status of a context, in whatever case it is written', async () => {
    const world = aScene();
    const { author } = openPull(world);
    const full = Array.from({ length: 1_000 }, (_, id) => ({
      ...{ id, context: 'ShadowGate', state: 'pending', description: null, target_url: null },
      creator: author,
    }));
    world.statuses.set(head, full);
    await withFakeGitHub(world, async (fake) => {
      const status = { state: 'success', context: 'shadowgate' };
      expect((await post(`${fake.url}${repo}/statuses/${head}`, status)).status).toBe(422);
      expect((await post(`${fake.url}${repo}/statuses/${head}`, { state: 'success' })).status).toBe(201);
    });
  });

  test.each([
    ['65,537 characters', 'x'.repeat(65_537)],
    ['nothing but blanks', ' \n'],
  ])('a comment of %s, new or changed', async (_name, body) => {
    const world = aScene();
    openPull(world);
    await withFakeGitHub(world, async (fake) => {
      const comments = `${fake.url}${repo}/issues/7/comments`;
      expect((await post(comments, { body })).status).toBe(422);
      const { body: created } = await post(comments, { body: 'fine' });
      const { id } = created as { id: number };
      const change = { method: 'PATCH', body: { body } };
      expect((await ask(`${fake.url}${repo}/issues/comments/${id}`, change)).status).toBe(422);
    });
  });

  test.each([
    ['approval of the own pull request', tokens.dev, { event: 'APPROVE' }],
    ['a request for changes of the own pull request', tokens.dev, { event: 'REQUEST_CHANGES', body: 'x' }],
    ['an approval by GITHUB_TOKEN', tokens.job, { event: 'APPROVE' }],
    ['a review of a foreign commit', tokens.sara, { event: 'APPROVE', commit_id: '9'.repeat(40) }],
    ['a request for changes without a word', tokens.sara, { event: 'REQUEST_CHANGES' }],
    ['an unknown event', tokens.sara, { event: 'LIKE' }],
  ])('%s', async (_name, token, review) => {
    const world = aScene();
    openPull(world);
    await withFakeGitHub(world, async (fake) => {
      expect((await post(`${fake.url}${repo}/pulls/7/reviews`, review, token)).status).toBe(422);
      expect(world.reviews).toEqual([]);
    });
  });

  test('another repository than its own', async () => {
    await withFakeGitHub(aScene(), async (fake) => {
      expect((await ask(`${fake.url}/repos/acme/other/pulls/7`)).status).toBe(404);
    });
  });
});

describe('the fake GitHub keeps state as GitHub does', () => {
  test('the newest status of a context is in force, and names its creator', async () => {
    const world = aScene();
    openPull(world);
    await withFakeGitHub(world, async (fake) => {
      await post(`${fake.url}${repo}/statuses/${head}`, { state: 'pending', context: 'shadowgate' });
      await post(
        `${fake.url}${repo}/statuses/${head}`,
        { state: 'success', context: 'ShadowGate' },
        tokens.dev,
      );
      const inForce = statusInForce(world, head, 'shadowgate');
      expect(inForce).toMatchObject({ state: 'success', creator: { login: 'dev' } });
      const { body } = await ask(`${fake.url}${repo}/commits/${head}/statuses`);
      expect(body).toMatchObject([{ state: 'success' }, { state: 'pending' }]);
    });
  });

  test('a review stays on its commit when a push moves the head', async () => {
    const world = aScene();
    const pull = openPull(world);
    await withFakeGitHub(world, async (fake) => {
      await post(`${fake.url}${repo}/pulls/7/reviews`, { event: 'APPROVE' }, tokens.sara);
      pushTo(world, pull, 'd'.repeat(40));
      const { body } = await ask(`${fake.url}${repo}/pulls/7`);
      expect(body).toMatchObject({ head: { sha: 'd'.repeat(40) }, commits: 2 });
      expect(world.reviews).toMatchObject([{ commit_id: head, state: 'APPROVED' }]);
    });
  });

  test('lists come in pages with links', async () => {
    const world = aScene();
    const { author } = openPull(world);
    for (let id = 1; id <= 45; id += 1) world.comments.push({ id, issue: 7, user: author, body: `${id}` });
    await withFakeGitHub(world, async (fake) => {
      const first = await ask(`${fake.url}${repo}/issues/7/comments?per_page=20`);
      expect(first.body).toHaveLength(20);
      expect(first.headers.get('link')).toMatch(/page=2>; rel="next", <[^>]+page=3>; rel="last"/);
      const last = await ask(`${fake.url}${repo}/issues/7/comments?per_page=20&page=3`);
      expect(last.body).toHaveLength(5);
      expect(last.headers.get('link')).toMatch(/rel="prev"/);
      expect(last.headers.get('link')).not.toMatch(/rel="next"/);
      const everything = await ask(`${fake.url}${repo}/issues/7/comments?per_page=1000`);
      expect(everything.body).toHaveLength(45);
    });
  });

  test('an archive lies on another host that refuses tokens', async () => {
    const world = aScene();
    const id = uploadArtifact(world, { archive: Uint8Array.of(1, 2, 3), head });
    await withFakeGitHub(world, async (fake) => {
      const { status, headers } = await ask(`${fake.url}${repo}/actions/artifacts/${id}/zip`);
      expect(status).toBe(302);
      const location = headers.get('location') ?? '';
      expect(new URL(location).origin).not.toBe(new URL(fake.url).origin);
      expect((await fetch(location, { headers: { authorization: 'token x' } })).status).toBe(403);
      expect(new Uint8Array(await (await fetch(location)).arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
    });
  });
});

describe('the fake GitHub does not guess', () => {
  test.each([
    ['an unknown route', '/repos/acme/shop/branches', undefined],
    ['an unknown query parameter', '/repos/acme/shop/pulls/7?expand=all', undefined],
    ['an unknown field', '/graphql', { query: '{ viewer { login } }', extra: 1 }],
    ['an unknown GraphQL question', '/graphql', { query: '{ viewer { email } }' }],
  ])('%s is a 501 and fails the test', async (_name, path, body) => {
    const world = aScene();
    openPull(world);
    const fake = await startFakeGitHub(world);
    const answer = await ask(`${fake.url}${path}`, body ? { method: 'POST', body } : {});
    expect(answer.status).toBe(501);
    await expect(fake.stop()).rejects.toThrow('asked what it does not know');
  });
});

describe('the fake GitHub does on demand what goes wrong', () => {
  test('faults come as often as asked, then it works again', async () => {
    const world = aScene();
    openPull(world);
    await withFakeGitHub(world, async (fake) => {
      fake.faults.push({ method: 'GET', path: /pulls/, status: 502, times: 1 });
      expect((await ask(`${fake.url}${repo}/pulls/7`)).status).toBe(502);
      expect((await ask(`${fake.url}${repo}/pulls/7`)).status).toBe(200);
      expect(fake.log.map(({ status }) => status)).toEqual([502, 200]);
    });
  });

  test('a race runs before exactly the nth request', async () => {
    const world = aScene();
    const pull = openPull(world);
    await withFakeGitHub(world, async (fake) => {
      fake.beforeRequest({ method: 'GET', path: /pulls\/7$/, nth: 2 }, () =>
        pushTo(world, pull, 'e'.repeat(40)),
      );
      const heads: unknown[] = [];
      for (let time = 0; time < 3; time += 1) {
        const { body } = await ask(`${fake.url}${repo}/pulls/7`);
        heads.push((body as { head: { sha: string } }).head.sha[0]);
      }
      expect(heads).toEqual(['c', 'e', 'e']);
    });
  });
});
