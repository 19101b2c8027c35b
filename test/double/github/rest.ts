/** The few addresses of REST that we use. */
import {
  type HeldComment,
  type HeldPull,
  Refusal,
  type SmallWorld,
  type WishedComment,
  repository,
} from "./world.js";

export interface Request {
  readonly method: string;
  /** Behind `/api/v3`. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly value: unknown;
  /** Number of the page after this one. */
  readonly next?: number;
}

/** @throws Refusal */
export function answerRest(request: Request, world: SmallWorld, pageSize: number): Reply {
  const { method, path, body } = request;
  const prefix = `/repos/${repository}/`;
  if (!path.startsWith(prefix)) throw new Refusal(404, "Not Found");
  const [room, first = "", second = ""] = path.slice(prefix.length).split("/");
  switch (`${method} ${room ?? ""} ${second}`.trim()) {
    case "GET pulls":
      return first === ""
        ? search(request, world)
        : { status: 200, value: pullShown(world.pull(Number(first))) };
    case "GET issues comments":
      return page(world.pull(Number(first)).comments, request, pageSize);
    case "POST issues comments":
      return { status: 201, value: shown(world.comment(world.pull(Number(first)), String(body["body"]))) };
    case "POST pulls reviews":
      return review(world, Number(first), body);
    case "POST pulls comments": {
      const [made] = world.review(world.pull(Number(first)), String(body["commit_id"]), [wishIn(body)]);
      return { status: 201, value: made && shown(made) };
    }
    default:
      break;
  }
  if (method === "PATCH" && room === "issues" && first === "comments")
    return { status: 200, value: shown(world.change(Number(second), String(body["body"]))) };
  throw new Refusal(404, "Not Found");
}

function review(world: SmallWorld, number: number, body: Request["body"]): Reply {
  const { comments, commit_id: commit, event, body: text } = body;
  if (event !== "COMMENT" || text === undefined || text === "") throw new Refusal(422, "body is needed");
  const wishes = (Array.isArray(comments) ? comments : []) as readonly Request["body"][];
  world.review(world.pull(number), String(commit), wishes.map(wishIn));
  return { status: 200, value: { id: number } };
}

function wishIn(value: Request["body"]): WishedComment {
  return value as unknown as WishedComment; // refused by the world where a field is wrong
}

function page(all: readonly HeldComment[], { search: asked }: Request, pageSize: number): Reply {
  const size = Math.min(pageSize, Number(asked.get("per_page") ?? "30"));
  const number = Number(asked.get("page") ?? "1");
  const items = all.slice((number - 1) * size, number * size);
  return {
    status: 200,
    value: items.map(shown),
    ...(number * size < all.length ? { next: number + 1 } : {}),
  };
}

/** Pull requests of a branch, `head=owner:branch`. */
function search({ search: asked }: Request, world: SmallWorld): Reply {
  const head = asked.get("head");
  const found = [...world.pulls.values()].filter(
    ({ from, branch }) => head === null || head === `${from.split("/")[0] ?? ""}:${branch}`,
  );
  return { status: 200, value: found.map(pullShown) };
}

function pullShown({ number, head, from }: HeldPull): unknown {
  return {
    number,
    state: "open",
    head: { sha: head, repo: { full_name: from } },
    base: { sha: "0".repeat(40), repo: { full_name: repository } },
  };
}

function shown({ number, node, body, author }: HeldComment): unknown {
  return {
    id: number,
    node_id: node,
    html_url: `https://github.test/${repository}/pull/1#issuecomment-${number}`,
    body,
    user: { login: author.login, type: author.isBot ? "Bot" : "User" },
  };
}
