/** Where the store lies on each system. */
import { expect, test } from "vitest";
import { usualFolder } from "../../src/store/usual-folder.js";

const local = String.raw`C:\Users\me\AppData\Local`;

test.each([
  ["linux", { HOME: "/h/me" }, "/h/me/.cache/session-review"],
  ["darwin", { HOME: "/u/me" }, "/u/me/.cache/session-review"],
  ["linux", { HOME: "/h/me", XDG_CACHE_HOME: "/var/cache/me" }, "/var/cache/me/session-review"],
  ["linux", { HOME: "/h/me", XDG_CACHE_HOME: "" }, "/h/me/.cache/session-review"],
  ["linux", { HOME: "/h/me", XDG_CACHE_HOME: "cache" }, "/h/me/.cache/session-review"],
  ["linux", { XDG_CACHE_HOME: "/var/cache/me" }, "/var/cache/me/session-review"],
  ["linux", { HOME: "me", XDG_CACHE_HOME: "../cache" }, null],
  ["linux", { HOME: "" }, null],
  ["linux", {}, null],
  ["linux", { LOCALAPPDATA: local }, null],
  ["win32", { LOCALAPPDATA: local }, String.raw`${local}\session-review`],
  ["win32", { LOCALAPPDATA: "AppData", HOME: "/h/me" }, null],
  ["win32", { HOME: "/h/me", XDG_CACHE_HOME: "/var/cache" }, null],
])("%s %j: %s", (platform, env, folder) => {
  expect(usualFolder({ platform, env })).toBe(folder);
});
