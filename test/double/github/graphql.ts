/** The three questions of GraphQL that we ask, answered by what they name rather than by a schema. */
import { type Author, type HeldComment, Refusal, type SmallWorld, repository } from "./world.js";

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function answerGraphql({ query, variables }: Asked, world: SmallWorld, pageSize: number): unknown {
  try {
    if (query.includes("unminimizeComment(")) return hidden(world, variables, null);
    if (query.includes("minimizeComment(")) return hidden(world, variables, String(variables["reason"]));
    if (query.includes("reviewThreads(")) return threads(world, variables, pageSize);
  } catch (error) {
    if (error instanceof Refusal)
      return { data: null, errors: [{ type: "NOT_FOUND", message: error.message }] };
    throw error;
  }
  return { errors: [{ message: "unknown query" }] };
}

function hidden(world: SmallWorld, { node }: Asked["variables"], reason: string | null): unknown {
  const { isHidden } = world.setHidden(String(node), reason);
  return { data: { done: { isMinimized: isHidden } } };
}

function threads(world: SmallWorld, variables: Asked["variables"], pageSize: number): unknown {
  const { owner, name, number, after } = variables;
  if (`${String(owner)}/${String(name)}` !== repository)
    throw new Refusal(404, "Could not resolve to a Repository");
  const all = world.pull(Number(number)).threads;
  const from = typeof after === "string" ? Number(after) : 0;
  const end = from + pageSize;
  const nodes = all.slice(from, end).map((comment) => ({ comments: { nodes: [shown(comment)] } }));
  const pageInfo = { hasNextPage: end < all.length, endCursor: nodes.length === 0 ? null : String(end) };
  return {
    data: {
      viewer: { login: world.viewer.login },
      repository: { pullRequest: { reviewThreads: { nodes, pageInfo } } },
    },
  };
}

function shown({ node, number, body, isHidden, author, place }: HeldComment): unknown {
  return {
    id: node,
    url: `https://github.test/${repository}/pull/1#discussion_r${number}`,
    body,
    path: place?.path ?? "",
    isMinimized: isHidden,
    author: actor(author),
  };
}

/** GraphQL names a bot without its brackets. */
function actor({ login, isBot }: Author): unknown {
  return { login: login.replace("[bot]", ""), __typename: isBot ? "Bot" : "User" };
}
