/** Reads from a lock's name what it is for: to guard shared things, or to let one caller at a time do some work. */

/** One connection, one file, one refresh at a time: waiting inside is what such a lock is made for. */
const serialises =
  /refresh|token|init|connect|login|auth|open|setup|migrat|\bio|_io|file|socket|stream|\bws|conn|client|sink|writer|reader|sender|_tx\b|\btx\b|single|flight|once|semaphore|permit|job|run|sync|deploy|install|download|upload|build|load|fetch|request|send|write_?lock|rate|limit|throttl|process|start|stop|reload|flush|driver|session_lock|browser|device|serial|port|print|log_?lock|api|query|db_?lock|sql|exclusive|transaction|leader/i;

/** One lock an entry: `locks[key]`, `lock_for(id)`, `self._locks.get(name)`. */
const perEntry = /[[(]|(?:_|\b)for_|per_|by_/;

/** True when the lock's name says that callers are meant to wait for each other's work. */
export function isForOneAtATime(lock: string): boolean {
  return serialises.test(lock) || perEntry.test(lock.replace(/\.(?:lock|read|write)\(\)$/, ""));
}

const collection =
  /(?:map|cache|store|registry|state|pool|table|list|set|index|inner|data|tree|queue)$|[a-z]{3,}(?:[^s]s|ses|ies)$/i;

/** True for what many callers look things up in: `sessions`, `self.cache`, `state`. */
export function isCollection(name: string): boolean {
  return collection.test(name.replace(/_*(?:lock|guard|mutex|mu)$/i, ""));
}
