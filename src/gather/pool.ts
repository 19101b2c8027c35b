/** Does the same work for many items, a few at a time. */

/** Open files at once: enough to keep a disk busy, far below the usual limit of 256 open files a process. */
const AT_ONCE = 16;

/** Results in the order of the items. Rejects with the signal's reason when it is aborted, or with the first error. */
export async function inPool<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      signal?.throwIfAborted();
      results.set(index, await work(item));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
