/** Tells JavaScript that runs on a server from that of a page, by what the file takes and where it lies. */
import type { Code } from "../in-families.js";

const ofServers =
  /^(?:node:|(?:net|http2?|https|tls|dgram|fs|cluster|child_process|worker_threads|ws|express|fastify|koa|hapi|socket\.io|pg|mysql2?|redis|ioredis|mongodb|mongoose|amqplib|kafkajs|bullmq?|discord\.js)(?:$|\/)|@(?:nestjs|fastify|hapi|koa)\/)/;
const ofPages = /^(?:react|vue|svelte|electron|@angular)(?:$|[-/])/;

/** True only when the file takes something from Node or a server's libraries, or lies in a folder of the server. */
export function runsOnServer({ source, outline }: Code): boolean {
  if (/\.[jt]sx$|\.config\.[cm]?[jt]s$/.test(source.path)) return false;
  const modules = outline.imports.map(({ module }) => module);
  if (modules.some((module) => ofPages.test(module))) return false;
  return (
    modules.some((module) => ofServers.test(module)) ||
    /(?:^|\/)(?:servers?|backend|workers?)\//.test(source.path)
  );
}
