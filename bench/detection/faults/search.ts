import { edit, faultsOf, inAnswers } from '../define-changes.ts';

const search = 'lib/search.js';
const catalogue = 'lib/catalogue.js';
const render = 'lib/render.js';
const searching = /^GET \/search/;

/** What a coding assistant gets wrong in `search`. */
export const searchFaults = faultsOf('search', [
  {
    ...{ id: 'language-not-in-key', fault: 'cache key too wide' },
    edits: [edit(search, "    query.tags.join(','),\n    query.language,\n", "    query.tags.join(','),\n")],
    differs: inAnswers(searching, 'body/total'),
  },
  {
    ...{ id: 'tags-not-in-key', fault: 'cache key too wide' },
    edits: [edit(search, "    query.tags.join(','),\n", '')],
    differs: inAnswers(searching, 'header.x-cache'),
  },
  {
    ...{ id: 'cache-kept-after-save', fault: 'stale cache' },
    edits: [edit('server.js', '      answers.clear();\n', '')],
    differs: inAnswers(searching, 'body/total'),
  },
  {
    ...{ id: 'page-from-one', fault: 'pagination edge' },
    edits: [edit(search, '(query.page - 1) * query.size', 'query.page * query.size - 1')],
    differs: inAnswers(searching, 'body/results'),
  },
  {
    ...{ id: 'last-page-lost', fault: 'pagination edge' },
    edits: [edit(search, 'Math.ceil(hits.length / query.size)', 'Math.floor(hits.length / query.size)')],
    differs: inAnswers(searching, 'body/pages'),
  },
  {
    ...{ id: 'default-size', fault: 'changed default' },
    edits: [edit(search, 'const defaultSize = 4;', 'const defaultSize = 5;')],
    differs: inAnswers(searching, 'body/results'),
  },
  {
    ...{ id: 'sizes-cut', fault: 'changed constant' },
    edits: [edit(search, 'const maximumSize = 10;', 'const maximumSize = 3;')],
    differs: inAnswers(searching, 'body/pages'),
  },
  {
    ...{ id: 'accents-kept', fault: 'encoding' },
    edits: [edit(search, "    .replace(/\\p{M}/gu, '')\n", '')],
    differs: inAnswers(/^GET \/suggest/, 'body/suggestions'),
  },
  {
    ...{ id: 'title-weight', fault: 'changed constant' },
    edits: [edit(search, 'const titleWeight = 3;', 'const titleWeight = 2;')],
    differs: inAnswers(searching, 'body/results/*/score'),
  },
  {
    ...{ id: 'score-doubled', fault: 'unit error' },
    edits: [
      edit(search, 'score: score + Math.random() * jitter', 'score: score * 2 + Math.random() * jitter'),
    ],
    differs: inAnswers(searching, 'body/results/0/score'),
  },
  {
    ...{ id: 'facets-from-page', fault: 'wrong field mapped' },
    edits: [
      edit(
        search,
        'const facets = countTags(hits);',
        'const facets = countTags(hits.slice(start, start + query.size));',
      ),
    ],
    differs: inAnswers(searching, 'body/facets'),
  },
  {
    ...{ id: 'newest-reversed', fault: 'wrong comparison' },
    edits: [
      edit(
        search,
        'a.document.published < b.document.published ? 1 : -1',
        'a.document.published < b.document.published ? -1 : 1',
      ),
    ],
    differs: inAnswers(searching, 'body/results/0/id'),
  },
  {
    ...{ id: 'some-tag-suffices', fault: 'wrong condition' },
    edits: [edit(search, 'query.tags.every((tag)', 'query.tags.some((tag)')],
    differs: inAnswers(searching, 'body/total'),
  },
  {
    ...{ id: 'excerpt-cut-early', fault: 'off-by-one' },
    edits: [edit(search, "(end < text.length ? '…' : '')", "(end <= text.length ? '…' : '')")],
    differs: inAnswers(searching, 'body/results/*/excerpt'),
  },
  {
    ...{ id: 'self-related', fault: 'lost condition' },
    edits: [edit(search, '        .filter((other) => other.id !== id)\n', '')],
    differs: inAnswers(/related$/, 'body/related'),
  },
  {
    ...{ id: 'missing-document-assumed', fault: 'lost null check' },
    edits: [
      edit(
        'server.js',
        '    if (!document) return fail(response, { status: 404, message: `no document ${id}` });\n',
        '    if (!document) return sendJson(response, 200, {});\n',
      ),
    ],
    differs: inAnswers(/^GET \/documents\/nothing$/, 'status'),
  },
  {
    ...{ id: 'anyone-saves', fault: 'lost auth check' },
    edits: [
      edit(
        'server.js',
        "if (request.headers['x-admin-key'] !== adminKey)",
        "if (!request.headers['x-admin-key'])",
      ),
    ],
    differs: inAnswers(/^PUT \/documents\/rooibos$/, 'status'),
  },
  {
    ...{ id: 'version-not-checked', fault: 'lost check' },
    edits: [
      edit(
        catalogue,
        'before && body.version !== undefined && body.version !== before.version',
        'before && body.version !== undefined && body.version > before.version',
      ),
    ],
    differs: inAnswers(/^PUT \/documents\/rooibos$/, 'status'),
  },
  {
    ...{ id: 'title-length', fault: 'off-by-one' },
    edits: [edit(catalogue, 'body.title.length > maximumTitle', 'body.title.length >= maximumTitle')],
    differs: inAnswers(/^PUT \/documents\/long$/, 'status'),
  },
  {
    ...{ id: 'tags-not-lowered', fault: 'lost normalisation' },
    edits: [edit(catalogue, 'body.tags.map((tag) => tag.toLowerCase())', 'body.tags')],
    differs: inAnswers(/^PUT \/documents\/rooibos$/, 'body/tags/*'),
  },
  {
    ...{ id: 'rating-reset', fault: 'wrong field mapped' },
    edits: [edit(catalogue, 'rating: before ? before.rating : 0', 'rating: 0')],
    differs: inAnswers(/^PUT \/documents\/soup-pea$/, 'body/rating'),
  },
  {
    ...{ id: 'save-not-written', fault: 'lost side effect' },
    edits: [
      edit(
        catalogue,
        '  fs.writeFile(file, JSON.stringify([...documents.values()]), (error) => done(error, document));',
        '  setImmediate(() => done(null, document));',
      ),
    ],
    differs: { in: 'state', unit: 'documents.json' },
  },
  {
    ...{ id: 'written-before-stored', fault: 'reordered side effects' },
    edits: [
      edit(
        catalogue,
        '  documents.set(id, document);\n  fs.writeFile(file, JSON.stringify([...documents.values()]), (error) => done(error, document));',
        '  fs.writeFile(file, JSON.stringify([...documents.values()]), (error) => done(error, document));\n  documents.set(id, document);',
      ),
    ],
    differs: { in: 'state', unit: 'documents.json' },
  },
  {
    ...{ id: 'rating-one-digit', fault: 'rounding' },
    edits: [edit(render, 'Math.round(rating * 10) / 10', 'Math.floor(rating * 10) / 10')],
    differs: inAnswers(/^GET \/documents\//, 'body/rating'),
  },
  {
    ...{ id: 'html-not-escaped', fault: 'lost escaping' },
    edits: [edit(render, '<p>${escapeHtml(document.text)}</p>', '<p>${document.text}</p>')],
    differs: inAnswers(/^GET \/documents\//, 'body'),
  },
  {
    ...{ id: 'csv-line-ends', fault: 'encoding' },
    edits: [edit(render, ".join(',')).join('\\r\\n')", ".join(',')).join('\\n')")],
    differs: inAnswers(/^GET \/export/, 'body'),
  },
  {
    ...{ id: 'csv-quotes', fault: 'encoding' },
    edits: [edit(render, '`"${text.replaceAll(\'"\', \'""\')}"`', '`"${text}"`')],
    differs: inAnswers(/^GET \/export/, 'body'),
  },
  {
    ...{ id: 'internal-shown', fault: 'leak of a secret' },
    edits: [
      edit(
        render,
        '  return {\n    id,\n    title,\n    text,\n    tags,\n    language,\n    rating: Math.round(rating * 10) / 10,\n    minutes,\n    published,\n    version,\n  };',
        '  return { ...document, rating: Math.round(rating * 10) / 10, minutes };',
      ),
    ],
    differs: inAnswers(/^GET \/documents\//, 'body/internal'),
  },
  {
    ...{ id: 'published-in-ms', fault: 'unit error' },
    edits: [
      edit(
        catalogue,
        'published: before ? before.published : new Date().toISOString()',
        'published: before ? before.published : Date.now()',
      ),
    ],
    differs: inAnswers(/^PUT \/documents\/rooibos$/, 'body/published'),
  },
  {
    ...{ id: 'spare-buffers-kept', fault: 'leak of memory' },
    edits: [
      edit(
        'server.js',
        'const answers = cache.create(50);',
        'const answers = cache.create(50);\nconst spare = [];',
      ),
      edit(
        'server.js',
        '  response.writeHead(status, all);\n',
        '  spare.push(Buffer.alloc(256 * 1024, 32));\n  response.writeHead(status, all);\n',
      ),
    ],
    differs: { in: 'memory' },
  },
  {
    ...{ id: 'cache-grows-for-ever', fault: 'unbounded cache' },
    edits: [
      edit('server.js', 'cache.create(50)', 'cache.create(Infinity)'),
      edit(
        search,
        "    query.language,\n  ].join('|')",
        "    query.language,\n    Date.now(),\n  ].join('|')",
      ),
    ],
    differs: inAnswers(searching, 'header.x-cache'),
  },
  {
    ...{ id: 'tags-turned-in-place', fault: 'mutation of shared input' },
    edits: [edit(render, '    tags,\n    language,', '    tags: tags.reverse(),\n    language,')],
    differs: inAnswers(/^GET \/documents\//, 'body/tags/0'),
  },
]);
