/** Runs the measurements that need the server double, which is TypeScript; no part of the tests. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["bench/*.measure.ts"],
    testTimeout: 900_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
