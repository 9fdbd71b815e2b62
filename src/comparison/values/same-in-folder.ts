/**
 * Used where an answer of the shadow is held against one from production: a service that tells the path of a file tells its
 * own folder, which is another on each machine. Nothing but the folder may differ: what stands before and behind it is equal,
 * and production has an absolute path there too.
 */
export function isSameInFolder(recorded: string, live: string, folders: readonly string[]): boolean {
  const folder = folders.find((one) => one.length > 1 && one.startsWith('/') && live.includes(one));
  if (folder === undefined) return false;
  const at = live.indexOf(folder);
  const [before, behind] = [live.slice(0, at), live.slice(at + folder.length)];
  // A folder whose name only begins so is another one.
  if (/^[\w.-]/.test(behind) || behind.includes(folder)) return false;
  const isAround = recorded.startsWith(before) && recorded.endsWith(behind);
  if (!isAround || recorded.length < before.length + behind.length) return false;
  return absolutePath.test(recorded.slice(before.length, recorded.length - behind.length));
}

/** One folder, without spaces and quotes, so that it does not reach over other words. */
const absolutePath = /^(?:\/[^\s"'<>/]+)+$/;
