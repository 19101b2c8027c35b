/** Code that leaves one of several open, and look-alikes that end them all. */
import type { Example } from "../../../model/rule.js";

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: 'export class Pad {\n  constructor(private readonly bus: Bus) {\n    this.bus.on("key", this.press);\n    this.bus.on("move", this.move);\n  }\n  destroy() {\n    this.bus.off("key", this.press);\n  }\n}\n',
    good: 'export class Pad {\n  constructor(private readonly bus: Bus) {\n    this.bus.on("key", this.press);\n    this.bus.on("move", this.move);\n    this.bus.on("close", this.end);\n  }\n  destroy() {\n    this.bus.off("key", this.press);\n    this.bus.off("move", this.move);\n  }\n}\nexport class Menu {\n  open() {\n    document.addEventListener("click", this.click);\n    document.addEventListener("scroll", this.scroll, { once: true });\n  }\n  close() {\n    document.removeEventListener("click", this.click);\n  }\n}\nexport class Feed {\n  open() {\n    this.link.on("data", this.read);\n    this.link.on("item", this.item);\n  }\n  pause() {\n    this.link.off("data", this.read);\n  }\n  close() {\n    this.link.removeAllListeners();\n  }\n}\n',
  },
  {
    language: "typescript",
    path: "src/view.tsx",
    bad: 'export function View() {\n  useEffect(() => {\n    window.addEventListener("resize", measure);\n    window.addEventListener("scroll", measure);\n    return () => window.removeEventListener("resize", measure);\n  }, []);\n  return null;\n}\n',
    good: 'export function View() {\n  useEffect(() => {\n    window.addEventListener("resize", measure);\n    window.addEventListener("scroll", measure);\n    return () => {\n      window.removeEventListener("resize", measure);\n      window.removeEventListener("scroll", measure);\n    };\n  }, []);\n  useEffect(() => {\n    const events = ["keydown", "mousemove"];\n    window.addEventListener("focus", wake);\n    events.forEach((event) => window.addEventListener(event, wake));\n    return () => events.forEach((event) => window.removeEventListener(event, wake));\n  }, []);\n  return null;\n}\n',
  },
  {
    language: "javascript",
    bad: "export class Poller {\n  start() {\n    this.fast = setInterval(() => this.poll(), 1000);\n    this.slow = setInterval(() => this.sweep(), 60000);\n  }\n  stop() {\n    clearInterval(this.fast);\n  }\n}\n",
    good: "export class Poller {\n  start() {\n    this.fast = setInterval(() => this.poll(), 1000);\n    this.slow = setInterval(() => this.sweep(), 60000);\n  }\n  stop() {\n    clearInterval(this.fast);\n    clearInterval(this.slow);\n  }\n}\nexport class Sweeper {\n  start() {\n    this.fast = setInterval(() => this.poll(), 1000);\n    this.slow = setInterval(() => this.sweep(), 60000);\n  }\n  stop() {\n    for (const timer of [this.fast, this.slow]) clearInterval(timer);\n    clearInterval(this.fast);\n  }\n}\n",
  },
];
