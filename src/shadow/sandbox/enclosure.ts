import type { Door } from '../instance/companion.ts';
import type { ContainerEngine } from './container-engine.ts';

/** A file or folder of this machine as the enclosed program sees it: read-only, at the same path if not said otherwise. */
export type View = { readonly from: string; readonly at: string };

/** What one program is shut in with; everything that is not named here does not exist for it. */
export type Enclosure = {
  /** With a user namespace of its own, with the help of root, or by docker or podman. */
  readonly level: 'user-namespace' | 'sudo-namespace' | 'container';
  /** What makes it at level `container`; null at the others. */
  readonly engine: ContainerEngine | null;
  /** Closed: nothing but a loopback of its own. Open: the network of this machine, for install steps. */
  readonly network: 'closed' | 'open';
  readonly views: readonly View[];
  /** Symbolic links at the root of its file tree. */
  readonly links: readonly { readonly at: string; readonly to: string }[];
  /** Folders of its own, seen at their real path. */
  readonly writable: readonly string[];
  /** Doors in a closed network, each with its port there. */
  readonly doors: readonly (Door & { readonly port: number })[];
  /** Whether the gate connects into the closed network. */
  readonly isReached: boolean;
  /** An existing folder of ours, for scripts and the mount point: not below anything that is seen inside. */
  readonly scratch: string;
};

/** Largest private /tmp, in bytes; what is written there counts as memory. TMPDIR of a service is on disk. */
export const temporarySize = 512 * 1024 ** 2;
