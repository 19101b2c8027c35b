/** Which proxy the environment names, and that requests go through it. */
import { createServer } from "node:http";
import { type AddressInfo, type Socket, createServer as createSocketServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Provider } from "../../src/model/completion.js";
import { anthropicProvider } from "../../src/providers/anthropic.js";
import { openaiProvider } from "../../src/providers/openai.js";
import { type Environment, proxyFor, throughProxy } from "../../src/providers/proxy.js";
import { chatSays, key, patience, question } from "./server.js";

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

describe("proxyFor", () => {
  test.each<[string, Environment, string | null]>([
    ["https://api.example.com", {}, null],
    ["https://api.example.com", { HTTPS_PROXY: "http://p:1" }, "http://p:1/"],
    ["https://api.example.com", { https_proxy: "http://p:1" }, "http://p:1/"],
    ["https://api.example.com", { HTTP_PROXY: "http://p:1" }, null],
    ["http://api.example.com", { HTTP_PROXY: "http://p:1" }, "http://p:1/"],
    ["http://api.example.com", { ALL_PROXY: "p:1" }, "http://p:1/"],
    ["https://api.example.com", { HTTPS_PROXY: "" }, null],
    ["https://api.example.com", { HTTPS_PROXY: "http://" }, null],
    ["https://api.example.com", { ALL_PROXY: "http://p:1", NO_PROXY: "*" }, null],
    ["https://api.example.com", { ALL_PROXY: "http://p:1", NO_PROXY: "other.com,.example.com" }, null],
    ["https://api.example.com", { ALL_PROXY: "http://p:1", no_proxy: "example.com" }, null],
    ["https://api.example.com", { ALL_PROXY: "http://p:1", NO_PROXY: "example.com:443" }, null],
    ["https://api.example.com", { ALL_PROXY: "http://p:1", NO_PROXY: "example.com:80" }, "http://p:1/"],
    ["https://badexample.com", { ALL_PROXY: "http://p:1", NO_PROXY: "example.com" }, "http://p:1/"],
    ["http://localhost:11434", { ALL_PROXY: "http://p:1" }, null],
    ["http://127.0.0.1:11434", { ALL_PROXY: "http://p:1" }, null],
    ["http://[::1]:11434", { ALL_PROXY: "http://p:1" }, null],
  ])("%s with %j is %s", (target, environment, expected) => {
    expect(proxyFor(new URL(target), environment)?.href ?? null).toBe(expected);
  });
});

/** The proxy's address with a name and a password. */
function addressOf(address: AddressInfo | string | null): string {
  const { port } = address as AddressInfo;
  return `http://me:${encodeURIComponent("p@ss")}@127.0.0.1:${port}`;
}

const credentials = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;

function openai(baseUrl: string, proxy: string): Provider {
  const send = throughProxy({ ALL_PROXY: proxy });
  return openaiProvider({ apiKey: key, baseUrl, send, ...patience });
}

test("a plain request goes to the proxy with its whole address, and its stream comes back", async () => {
  const seen: unknown[] = [];
  const proxy = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += String(piece)));
    request.on("end", () => {
      const { model } = JSON.parse(body) as { readonly model: string };
      seen.push([request.url, request.headers.host, request.headers["proxy-authorization"], model]);
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const chunk of chatSays("{}"))
        response.write(typeof chunk === "string" ? chunk : `data: ${JSON.stringify(chunk)}\n\n`);
      response.end();
    });
  });
  closers.push(() => proxy.close());
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const provider = openai("http://models.test:8080/v1", addressOf(proxy.address()));
  const { text } = await provider.complete(question(), new AbortController().signal);
  expect(text).toBe("{}");
  expect(seen).toEqual([
    ["http://models.test:8080/v1/chat/completions", "models.test:8080", credentials, "test-model"],
  ]);
});

/** A proxy that answers CONNECT with a status, and hands over the first bytes that come through the tunnel. */
async function tunnelProxy(
  status: number,
): Promise<{ readonly url: string; readonly heard: Promise<Buffer[]> }> {
  let tell: (bytes: Buffer[]) => void = () => undefined;
  const heard = new Promise<Buffer[]>((resolve) => (tell = resolve));
  const server = createSocketServer((socket: Socket) => {
    const pieces: Buffer[] = [];
    socket.on("error", () => undefined);
    socket.on("data", (piece) => {
      pieces.push(piece);
      if (pieces.length === 1) socket.write(`HTTP/1.1 ${status} Whatever\r\ncontent-length: 0\r\n\r\n`);
      if (pieces.length === 1 && status === 200) return;
      tell(pieces);
      socket.destroy();
    });
  });
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: addressOf(server.address()), heard };
}

test("an encrypted request goes through a tunnel of which the proxy learns the host's name alone", async () => {
  const { url, heard } = await tunnelProxy(200);
  const send = throughProxy({ HTTPS_PROXY: url });
  const claude = anthropicProvider({ apiKey: key, baseUrl: "https://models.test", send, ...patience });
  const asked = claude.complete(question(), new AbortController().signal);
  await expect(asked).rejects.toMatchObject({ kind: "connection" });
  const [connect, hello] = (await heard).map((bytes) => bytes.toString("latin1"));
  expect(connect).toMatch(/^CONNECT models\.test:443 HTTP\/1\.1\r\n/);
  expect(connect).toContain(credentials);
  expect(connect).not.toContain(key);
  expect(hello?.charCodeAt(0), "a TLS handshake").toBe(0x16);
  expect(hello).toContain("models.test");
});

test.each([
  [407, "authentication", "wants a name and a password"],
  [502, "connection", "makes no connection (status 502)"],
])("a proxy that answers %d is named, its password is not", async (status, kind, words) => {
  const { url } = await tunnelProxy(status);
  const error: unknown = await openai("https://models.test/v1", url)
    .complete(question(), new AbortController().signal)
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind });
  expect(String(error)).toContain(words);
  expect(String(error)).not.toMatch(/p@ss|p%40ss/);
});

test("a proxy of a kind that is not spoken here is refused, not passed by", async () => {
  const asked = openai("https://models.test/v1", "socks5://127.0.0.1:1").complete(
    question(),
    new AbortController().signal,
  );
  await expect(asked).rejects.toMatchObject({ kind: "bad-request" });
});
