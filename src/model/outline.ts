/** What a parsed file says about itself, in plain data: the same shape for every language. */
import type { Span } from "./source.js";

export interface Parameter {
  readonly name: string;
  readonly isTyped: boolean;
  readonly hasDefault: boolean;
}

export interface FunctionFact {
  /** `<anonymous>` when it has none. */
  readonly name: string;
  /** Class that directly holds it. */
  readonly className: string | null;
  readonly span: Span;
  /** The name, or the first token when anonymous. */
  readonly nameSpan: Span;
  readonly bodySpan: Span;
  readonly parameters: readonly Parameter[];
  readonly hasReturnType: boolean;
  readonly isAsync: boolean;
  readonly isExported: boolean;
  readonly hasDocumentation: boolean;
  /** True for test code that lies in a file with other code, as Rust has it. */
  readonly isTest?: boolean;
  /** Cyclomatic: 1 + branches + loops + catches + short-circuit operators (McCabe 1976). */
  readonly complexity: number;
  /** Deepest nesting of control statements inside the body, 0 when flat. */
  readonly nesting: number;
}

export interface Definition {
  readonly name: string;
  readonly kind: "function" | "method" | "class" | "variable" | "type";
  readonly span: Span;
  readonly nameSpan: Span;
  /** Visible to other files: `export`ed in TypeScript, at module level without a leading underscore in Python. */
  readonly isExported: boolean;
  /** Name of the class or function around it. */
  readonly container: string | null;
}

export interface ImportedName {
  /** Name in the other module; `*` for the whole module, `default` for a default import. */
  readonly imported: string;
  /** Name in this file. */
  readonly local: string;
  readonly span: Span;
  readonly isTypeOnly: boolean;
}

export interface Import {
  /** As written: `./store.js`, `redis.asyncio`, `.models`. */
  readonly module: string;
  readonly names: readonly ImportedName[];
  readonly span: Span;
  /** `export … from`, or a Python import that `__all__` or `as same_name` passes on. */
  readonly isReExport: boolean;
}

export interface Call {
  /** Dotted text as written: `redis.get`, `self.store.save`, `fetch`; `<expression>` for anything else. */
  readonly callee: string;
  /** The callee with its first name replaced by where it is imported from, without `node:`:
   * `child_process.exec`, `ioredis.default`, `redis.asyncio.from_url`; null when it is not imported. */
  readonly origin: string | null;
  readonly span: Span;
}

export interface ParseError {
  /** Offset where the parser gave up. */
  readonly at: number;
  readonly message: string;
}

/** Everything the symbol index needs from one file. */
export interface Outline {
  readonly functions: readonly FunctionFact[];
  readonly definitions: readonly Definition[];
  readonly imports: readonly Import[];
  /** Every identifier in the code by name, start offsets ascending: definitions, imports and member names too. */
  readonly mentions: ReadonlyMap<string, readonly number[]>;
  /** The mentions that may refer to a binding: no member names after a dot, no definitions, no imports. */
  readonly references: ReadonlyMap<string, readonly number[]>;
  readonly calls: readonly Call[];
  readonly comments: readonly Span[];
  readonly parseErrors: readonly ParseError[];
}
