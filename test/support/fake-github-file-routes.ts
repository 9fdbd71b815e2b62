import { type Call, Refusal, type Reply, type RouteOnFake, textField } from './fake-github-http.ts';
import type { ArtifactOnFake } from './fake-github-world.ts';

const repository = '/repos/{owner}/{repo}';
const maximumContent = 1_000_000;

/** Files and branches, artifacts of workflow runs, pushes, and the one GraphQL question that is known. */
export const fileRoutes: readonly RouteOnFake[] = [
  {
    method: 'GET',
    path: `${repository}/contents/{path}`,
    needs: ['contents', 'read'],
    takes: ['ref'],
    answer: readContents,
  },
  {
    method: 'GET',
    path: `${repository}/git/ref/{ref}`,
    needs: ['contents', 'read'],
    answer: ({ world, names }) => {
      const sha = world.branches.get((names['ref'] ?? '').replace(/^heads\//, ''));
      if (!sha) throw new Refusal(404, 'Not Found');
      return { status: 200, body: { ref: `refs/${names['ref']}`, object: { type: 'commit', sha } } };
    },
  },
  {
    method: 'GET',
    path: `${repository}/compare/{basehead}`,
    needs: ['contents', 'read'],
    takes: ['per_page'],
    answer: ({ world, names }) => {
      const [base = '', head = ''] = (names['basehead'] ?? '').split('...');
      const known = [...world.branches.values(), ...[...world.pulls.values()].map(({ headSha }) => headSha)];
      if (!known.includes(base) || !known.includes(head)) throw new Refusal(404, 'Not Found');
      const sha = world.mergeBases.get(`${base}...${head}`) ?? base;
      return { status: 200, body: { merge_base_commit: { sha } } };
    },
  },
  {
    method: 'GET',
    path: `${repository}/activity`,
    needs: ['contents', 'read'],
    takes: ['ref', 'per_page'],
    answer: ({ world, names, query }) => ({
      items: world.pushes.filter(
        (push) => push.repository === `${names['owner']}/${names['repo']}` && push.ref === query.get('ref'),
      ),
    }),
  },
  {
    method: 'GET',
    path: `${repository}/actions/artifacts`,
    needs: ['actions', 'read'],
    takes: ['name', 'per_page', 'page'],
    answer: ({ world, query }) => {
      const name = query.get('name');
      const found = world.artifacts.filter((artifact) => name === null || artifact.name === name);
      return {
        items: found.map(showArtifact),
        wrap: (page) => ({ total_count: found.length, artifacts: page }),
      };
    },
  },
  {
    method: 'GET',
    path: `${repository}/actions/artifacts/{id}/zip`,
    needs: ['actions', 'read'],
    answer: redirectToStorage,
  },
  {
    method: 'POST',
    path: '/graphql',
    takes: ['query'],
    answer: ({ token, body }) => {
      if (!/^\{\s*viewer\s*\{\s*login\s*\}\s*\}$/.test(textField(body, 'query'))) {
        throw new Refusal(501, 'The fake GitHub knows no such GraphQL query.');
      }
      return { status: 200, body: { data: { viewer: { login: token.account.login } } } };
    },
  },
];

function readContents({ world, names, query }: Call): Reply {
  const ref = query.get('ref') ?? 'main';
  const sha = world.branches.get(ref) ?? ref;
  const files = world.files.get(sha);
  if (!files) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const path = names['path'] ?? '';
  const text = files.get(path);
  if (text === undefined) {
    const inside = [...files.keys()].filter((file) => file.startsWith(`${path}/`));
    if (inside.length === 0) throw new Refusal(404, 'Not Found');
    return { status: 200, body: inside.map((file) => ({ type: 'file', path: file })) };
  }
  const tooLarge = Buffer.byteLength(text) > maximumContent;
  const packed = Buffer.from(text).toString('base64').replaceAll(/.{60}/g, '$&\n');
  return {
    status: 200,
    body: {
      type: 'file',
      path,
      encoding: tooLarge ? 'none' : 'base64',
      content: tooLarge ? '' : `${packed}\n`,
    },
  };
}

function showArtifact({ id, name, archive, expired, createdAt, run }: ArtifactOnFake): unknown {
  return {
    id,
    name,
    size_in_bytes: archive.byteLength,
    expired,
    created_at: createdAt,
    workflow_run: { ...run, head_branch: 'topic' },
  };
}

/** Archives lie on another host, behind a link that needs no token and refuses one. */
function redirectToStorage({ world, names, storageUrl }: Call): Reply {
  const artifact = world.artifacts.find(({ id }) => String(id) === names['id']);
  if (!artifact) throw new Refusal(404, 'Not Found');
  if (artifact.expired) throw new Refusal(410, 'Artifact has expired');
  return { status: 302, body: null, headers: { location: `${storageUrl}/${artifact.id}?sig=signed` } };
}
