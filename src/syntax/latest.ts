/** Remembers what was made for the last key alone. */

/**
 * Files are looked at one after the other, each by all rules, so remembering one tree's index is enough;
 * the indexes of 2,000 trees together would take some 60 MB for nothing.
 */
export class Latest<Key extends object, Value> {
  #key: Key | undefined;
  #value: Value | undefined;

  of(key: Key, make: () => Value): Value {
    if (this.#key === key && this.#value !== undefined) return this.#value;
    const value = make();
    this.#key = key;
    this.#value = value;
    return value;
  }
}
