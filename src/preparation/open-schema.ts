import type { ProtoSchema } from '../comparison/content/proto-schema.ts';
import type { DescriptorFile } from '../comparison/content/read-descriptors.ts';
import { GateError } from '../errors.ts';

/**
 * Reads the descriptors that the settings name (`compare: protobuf`) from where the settings come, so that the change has no say in how its
 * messages are read. Null when none are named: messages are then read by wire type.
 */
export async function openSchema(
  paths: readonly string[],
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<ProtoSchema | null> {
  if (paths.length === 0) return null;
  const files: DescriptorFile[] = [];
  for (const path of paths) {
    const bytes = await read(path);
    if (bytes === null)
      throw unreadable(`There is no ${path}, which compare.protobuf names, in the base revision.`);
    files.push({ path, bytes });
  }
  // Loaded where it is needed: few services have descriptors, and what reads them is large.
  const { readDescriptors } = await import('../comparison/content/read-descriptors.ts');
  try {
    return readDescriptors(files);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(`The descriptors of compare.protobuf cannot be read: ${why}.`, cause);
  }
}

function unreadable(message: string, cause?: unknown): GateError {
  return new GateError({
    code: 'config-unreadable',
    message,
    remedy:
      'Name .proto files with all that they import, or a set of descriptors made with protoc --include_imports.',
    cause,
  });
}
