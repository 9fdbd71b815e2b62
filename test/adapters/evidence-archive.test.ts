import { describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readEvidenceArchive } from '../../src/adapters/evidence-archive.ts';

const document = strToU8('{"version":1}');

describe('readEvidenceArchive', () => {
  test('the evidence files, and nothing else', () => {
    const archive = zipSync({
      'evidence.json': document,
      'findings.ndjson': strToU8('{}\n'),
      'approvals.json': strToU8('[]'),
      'sub/evidence.json': strToU8('nested'),
      '../evidence.json': strToU8('slip'),
      '/etc/cron.d/evil': strToU8('slip'),
      'EVIDENCE.json': strToU8('other'),
    });
    const files = readEvidenceArchive(archive);
    expect([...files.keys()].sort()).toEqual(['evidence.json', 'findings.ndjson']);
    expect(Buffer.from(files.get('evidence.json') ?? []).equals(document)).toBe(true);
  });

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no zip', () => strToU8('this is no zip archive at all, only text'), /not a whole zip/],
    ['nothing', () => new Uint8Array(), /not a whole zip/],
    ['a cut-off archive', () => zipSync({ 'evidence.json': document }).subarray(0, 60), /not a whole zip/],
    ['no document', () => zipSync({ 'findings.ndjson': document }), /holds no evidence\.json/],
    ['an empty archive', () => zipSync({}), /holds no evidence\.json/],
    ['two documents', twice, /evidence\.json twice/],
    ['a bomb', () => zipSync({ 'evidence.json': new Uint8Array(200_000) }), /more than 100000 bytes/],
    ['a bomb in parts', bombInParts, /more than 100000 bytes/],
    ['too many files', manyFiles, /more than 32 files/],
  ])('%s is refused', (_name, archive, message) => {
    expect(() => readEvidenceArchive(archive(), 100_000)).toThrow(message);
  });

  test('an entry that lies about its size takes no more memory than it declared', () => {
    const archive = zipSync({ 'evidence.json': new Uint8Array(5_000_000) });
    declareSize(archive, 1_000);
    expect(readEvidenceArchive(archive, 100_000).get('evidence.json')?.byteLength).toBe(1_000);
  });
});

/** Two entries, the second renamed in place so that both bear the same name. */
function twice(): Uint8Array {
  const archive = Buffer.from(zipSync({ 'evidence.json': document, 'evidencf.json': document }));
  for (let at = archive.indexOf('evidencf'); at >= 0; at = archive.indexOf('evidencf'))
    archive.write('evidence', at);
  return archive;
}

function bombInParts(): Uint8Array {
  const part = new Uint8Array(60_000);
  return zipSync({ 'evidence.json': part, 'findings.ndjson': part });
}

function manyFiles(): Uint8Array {
  const names = Array.from({ length: 40 }, (_, index) => `${'a'.repeat(index + 1)}.ndjson`);
  return zipSync(Object.fromEntries(names.map((name) => [name, document])));
}

function declareSize(archive: Uint8Array, size: number): void {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  for (let at = 0; at < archive.byteLength - 4; at += 1) {
    const mark = view.getUint32(at, true);
    if (mark === 0x04034b50) view.setUint32(at + 22, size, true);
    if (mark === 0x02014b50) view.setUint32(at + 24, size, true);
  }
}
