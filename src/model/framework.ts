/** What may stand on the frameworks shelf: where a package hands in outside data, and what it does with what it is given. */
import { z } from "zod";
import { entrySchema, harmSchema } from "./flow.js";
import { families } from "./tree.js";

/**
 * Where something comes from, as a dotted path from the import: `child_process.exec`. `()` is what a call or `new`
 * gives: `pg.Pool().query` is the method `query` of a `new Pool()`; awaiting changes nothing. `{get,post}` is any of
 * these names, `*` any one name. A path that begins with `?` names a receiver by what it is called where its origin is
 * not known, `?{db,pool,conn}.query`; such a match lowers the confidence.
 */
const originSchema = z
  .string()
  .min(1)
  .regex(
    /^\??(?:[^\s{}()]|\{[^{}()]*\}|\(\))+$/,
    "is not an origin: names with dots between, {a,b}, * and (), as in pg.Pool().query",
  );
const origins = z.array(originSchema).min(1);

/** Which argument, counted from 0; negative counts from the end; a text is an option or a keyword; `all` is each of them. */
const argumentSchema = z.union([z.number().int(), z.literal("all"), z.string()]);

/** Members of a value whose reading gives outside data, and methods whose result does; the value itself when neither is said. */
const reading = {
  members: z.array(z.string()).optional(),
  calls: z.array(z.string()).optional(),
};

const sourceSchema = z.strictObject({
  entry: entrySchema,
  /** Calls that register a function: the parameter `parameter` of each function among their arguments is such a value. */
  handler: origins.optional(),
  /** The parameter of the handler, 0 when absent; a text is its name (Flask's and FastAPI's path parameters: `all`; what Koa 1 calls a function on: `this`). */
  parameter: argumentSchema.optional(),
  /** A parameter, variable or receiver of this type. */
  type: origins.optional(),
  /** A decorator or annotation of the parameter, or of the function whose parameters they are. */
  decorator: origins.optional(),
  /**
   * Names of the first parameters of functions that are such handlers although nobody is seen to register them:
   * `["{req,request}", "{res,response}"]`. Such a match lowers the confidence.
   */
  signature: origins.optional(),
  /** Functions exported under these names from files matching `files` are handlers (Next.js, SvelteKit, Remix). */
  exported: z.array(z.string()).optional(),
  files: z.array(z.string()).optional(),
  /** Expressions of this origin. */
  value: origins.optional(),
  ...reading,
  /** Which argument the methods of `calls` fill with outside data, instead of giving it: 0 for `c.Bind(&body)`. */
  fills: z.number().int().optional(),
  /** Harms such a value cannot do: a part of a path holds no slash, a text is no object for a NoSQL filter. */
  except: z.array(harmSchema).optional(),
  /** What is read so is always text, never an object: a path parameter, a header. */
  text: z.boolean().optional(),
});

const propagatorSchema = z.strictObject({
  call: origins,
  /** Arguments whose outside data travels on; `all` when absent. `receiver` is what the method is called on. */
  from: z.array(argumentSchema).optional(),
  /** Where to: `result` when absent, an argument (`Object.assign` fills its first), or a parameter of a callback. */
  to: z
    .union([z.literal("result"), z.literal("receiver"), z.literal("callback"), z.number().int()])
    .optional(),
});

const sanitizerSchema = z.strictObject({
  /** What such a call gives is clean for these harms, for all when absent. */
  call: origins.optional(),
  /** After such a call held as a condition, or threw, its argument is clean. */
  check: origins.optional(),
  argument: argumentSchema.optional(),
  harms: z.array(harmSchema).optional(),
});

const sinkSchema = z.strictObject({
  harm: harmSchema,
  call: origins.optional(),
  /** Properties that must not be assigned outside data: `*.innerHTML`. */
  assigned: origins.optional(),
  /** Which argument does the harm; 0 when absent. */
  argument: argumentSchema.optional(),
  /**
   * `built`: only where the value became part of a longer text (a query with placeholders takes whole values safely);
   * `start`: only where nothing fixed stands before it (a URL whose host is fixed); `whole`: only where it is given as it is
   * (an object in a NoSQL filter); `key`: only as the name of a property. Any use when absent.
   */
  when: z.enum(["built", "start", "whole", "key"]).optional(),
  /** The sink does harm only with this option or argument: `{ option: shell, is: true }`. */
  only: z
    .strictObject({
      option: z.string().optional(),
      argument: argumentSchema.optional(),
      is: z.unknown().optional(),
    })
    .optional(),
  /** The sink is harmless with this option. */
  unless: z
    .strictObject({
      option: z.string().optional(),
      argument: argumentSchema.optional(),
      is: z.unknown().optional(),
    })
    .optional(),
});

/**
 * How a package checks named fields of a request, so that they hold a text or a number and no object. Either by calls that
 * name a field, with a result that somebody must test, or by schemas.
 */
const validatorSchema = z.strictObject({
  /** Calls that name a field in their first argument, or several in a list; its checks are called on what they give. */
  field: origins.optional(),
  /** Calls whose first argument has the checks by field, and under `in` where it is looked for: `checkSchema`. */
  table: origins.optional(),
  /** Calls whose first argument lists checks of which one has to hold. */
  group: origins.optional(),
  /** Decorators of a class's property that say what it lets in. They count where a `pipe` holds parameters against it. */
  decorator: origins.optional(),
  /** What makes a framework hold the parameters of its handlers against their classes: for all of them, or by a decorator. */
  pipe: origins.optional(),
  /** Members of the request in which such a field is looked for. */
  of: z.array(z.string()).optional(),
  /** Methods that an object does not pass. They count only once the result was tested. */
  checks: z.array(z.string()).optional(),
  /** Methods that make a text or a number of the field, whoever looks at the result. */
  casts: z.array(z.string()).optional(),
  /** The call that gives the result of all checks of a request. */
  result: origins.optional(),
  /** Calls that begin a schema of an object, and methods that add fields to it; the fields stand in the first argument. */
  object: origins.optional(),
  /** Calls that begin a schema of a list; what its elements are stands in the first argument, or in that of `of` and `items`. */
  list: origins.optional(),
  /** Calls that begin a schema of a text, a number or another value that is no object. */
  plain: origins.optional(),
  /**
   * Calls that give a middleware which refuses what does not fit, or that a handler is registered on; the first argument
   * has a schema by member of the request, or one for the members in `of`.
   */
  refuses: origins.optional(),
  /** Harms that a checked field cannot do; all of them when absent. */
  harms: z.array(harmSchema).min(1).optional(),
});

/** The page as written: what one package, or a language's own library, does with outside data. */
export const frameworkFileSchema = z.strictObject({
  title: z.string().min(1),
  family: z.enum(families),
  /** Modules that a reviewed file must import for the page to count in the project; none for what needs no import. */
  packages: z.array(z.string()).default([]),
  sources: z.array(sourceSchema).default([]),
  propagators: z.array(propagatorSchema).default([]),
  sanitizers: z.array(sanitizerSchema).default([]),
  sinks: z.array(sinkSchema).default([]),
  validators: z.array(validatorSchema).default([]),
});
export type FrameworkFile = z.infer<typeof frameworkFileSchema>;

/** A page of the shelf; the id is the file's name. */
export interface Framework extends FrameworkFile {
  readonly id: string;
}
