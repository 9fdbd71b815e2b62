import type { ChangedBlock, ChangedFile, LineRange } from '../domain/change.ts';

/**
 * The arguments whose output `parseDiff` reads. `diff-tree` is plumbing: settings such as `diff.noprefix` do not
 * reach it. No program of the repository is run to show a file, renames are found, and paths come NUL-terminated
 * and unquoted in the raw part, whose records stand in the order of the sections of the patch.
 */
export const diffArguments = (base: string, head: string): readonly string[] => [
  ...['diff-tree', '-r', '-z', '-M', '--raw', '--patch', '--unified=0', '--inter-hunk-context=0'],
  ...['--no-ext-diff', '--no-textconv', '--no-color', '--submodule=short', '--ignore-submodules=none'],
  ...[base, head, '--'],
];

const submoduleMode = '160000';

type RawRecord = {
  readonly status: string;
  readonly submodule: boolean;
  readonly path: string;
  readonly previousPath: string | null;
};

type Section = { readonly binary: boolean; readonly blocks: readonly ChangedBlock[] };

/**
 * Used on the output of git for the diff of two commits. A submodule is named like a file and has no blocks, for its
 * "line" is not one of a file. Throws a plain error when the two parts of the output do not belong together, so that
 * a change is never read in part.
 */
export function parseDiff(output: string): readonly ChangedFile[] {
  const { records, patchStart } = readRecords(output);
  const sections = readSections(output.slice(patchStart));
  const files = records.map((record) => {
    const own = sections.splice(0, sectionsOf(record));
    if (own.length !== sectionsOf(record)) throw new Error(`the diff has no section for ${record.path}`);
    return changedFile(record, own);
  });
  if (sections.length > 0) throw new Error(`the diff has ${sections.length} sections without a file`);
  return files;
}

/** A file that became a link, or the reverse, is shown as a deletion and an addition. */
const sectionsOf = (record: RawRecord): number => (record.status === 'T' ? 2 : 1);

function readRecords(output: string): { records: readonly RawRecord[]; patchStart: number } {
  const records: RawRecord[] = [];
  let at = 0;
  const next = (): string => {
    const end = output.indexOf('\0', at);
    if (end < 0) throw new Error('the diff ends inside a record');
    const token = output.slice(at, end);
    at = end + 1;
    return token;
  };
  while (output[at] === ':') {
    const [oldMode, newMode, , , status = ''] = next().slice(1).split(' ');
    const first = next();
    const second = status.startsWith('R') ? next() : null;
    const submodule = oldMode === submoduleMode || newMode === submoduleMode;
    records.push({
      status: status.slice(0, 1),
      submodule,
      path: second ?? first,
      previousPath: second && first,
    });
  }
  if (records.length > 0) next();
  return { records, patchStart: at };
}

/** Only `\n` begins a line here: the lines of a file may hold any other character that looks like a line end. */
function readSections(patch: string): Section[] {
  const marks = /(?:^|\n)(?:(diff --git )|(Binary files )|@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@)/g;
  const sections: { binary: boolean; blocks: ChangedBlock[] }[] = [];
  for (const [, header, binary, baseStart, baseCount, headStart, headCount] of patch.matchAll(marks)) {
    if (header !== undefined) {
      sections.push({ binary: false, blocks: [] });
      continue;
    }
    const section = sections.at(-1);
    if (section === undefined) throw new Error('the diff has a hunk before its first file');
    if (binary !== undefined) section.binary = true;
    else {
      section.blocks.push({ baseline: range(baseStart, baseCount), candidate: range(headStart, headCount) });
    }
  }
  return sections;
}

function range(start: string | undefined, count: string | undefined): LineRange | null {
  const first = Number(start);
  const length = count === undefined ? 1 : Number(count);
  return length === 0 ? null : { start: first, end: first + length - 1 };
}

function changedFile(record: RawRecord, sections: readonly Section[]): ChangedFile {
  const binary = record.submodule || sections.some((section) => section.binary);
  return {
    path: record.path,
    ...(record.previousPath === null ? {} : { previousPath: record.previousPath }),
    status: statusOf(record),
    binary,
    blocks: binary ? [] : sections.flatMap((section) => section.blocks),
  };
}

function statusOf({ status, path }: RawRecord): ChangedFile['status'] {
  switch (status) {
    case 'A':
      return 'added';
    case 'D':
      return 'deleted';
    case 'R':
      return 'renamed';
    case 'M':
    case 'T':
      return 'modified';
    default:
      throw new Error(`git gives ${path} the status ${status}, which is not known`);
  }
}
