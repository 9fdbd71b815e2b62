import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * TCP ports that the processes listen on, sorted; null where the system does not tell. Tells a service that opened
 * another port than the one it was given from a service that opened none.
 */
export function listeningPorts(pids: readonly number[]): readonly number[] | null {
  // Each as the process itself sees them: it may have a network of its own.
  const tables = ['self', ...pids].flatMap((pid) =>
    ['tcp', 'tcp6'].map((name) => readTable(`/proc/${pid}/net/${name}`)),
  );
  if (tables.every((table) => table === null)) return null;
  const portOfSocket = new Map(tables.flatMap((table) => table ?? []));
  const ports = pids.flatMap(socketsOf).flatMap((inode) => portOfSocket.get(inode) ?? []);
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** State 0A is LISTEN; the local address is `hex:hexport`, the tenth column is the inode of the socket. */
function readTable(path: string): readonly (readonly [inode: string, port: number])[] | null {
  try {
    const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1);
    const columns = rows.map((row) => row.trim().split(/\s+/));
    return columns
      .filter((each) => each[3] === '0A')
      .map((each) => [each[9] ?? '', Number.parseInt(each[1]?.split(':')[1] ?? '', 16)] as const);
  } catch {
    return null;
  }
}

function socketsOf(pid: number): readonly string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).flatMap((name) => inodeOf(`${folder}/${name}`));
  } catch {
    return [];
  }
}

function inodeOf(descriptor: string): readonly string[] {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(descriptor))?.slice(1) ?? [];
  } catch {
    return [];
  }
}
