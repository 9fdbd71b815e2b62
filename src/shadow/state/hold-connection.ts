/** Something that is connected to a server until it is ended. */
type Connection = { end(): Promise<void> };

/** Does one piece of work over the connection; the next waits until it is over. */
export type OverConnection<C extends Connection> = <T>(work: (client: C) => Promise<T>) => Promise<T>;

const idleMs = 500;

/**
 * One connection for many short readings: rows under suspicion are looked at before and after every write, and to
 * connect costs more than to look. Ended when nobody asked for a while, or when a reading failed: nothing is left of
 * it then. Whoever has the server may end it at any time.
 */
export function holdConnection<C extends Connection>(connect: () => Promise<C>): OverConnection<C> {
  let held: Promise<C> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  const drop = async () => {
    clearTimeout(idle);
    const client = await held?.catch(() => null);
    held = null;
    await client?.end().catch(() => {});
  };
  const reading = async <T>(work: (client: C) => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    held ??= connect();
    try {
      return await work(await held);
    } catch (error) {
      await drop();
      throw error;
    } finally {
      idle = setTimeout(() => void drop(), idleMs).unref();
    }
  };
  return (work) => {
    const done = last.then(() => reading(work));
    last = done.catch(() => {});
    return done;
  };
}
