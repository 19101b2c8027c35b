/** An SSH connection accepts any host key, so nobody knows which machine it reaches. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { functionsAround, lineAt } from "../../syntax/surroundings.js";
import { isToolPath } from "../../syntax/tool-paths.js";

export default defineRule({
  severity: "medium",
  // By its examples; no hit met on 33 TypeScript, JavaScript and Python projects. The statement is a fact, the network between is not seen.
  confidence: 0.85,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 0 },
  title: "SSH host key not checked",
  risk: "Any machine that answers at that address is trusted: it gets the password or the agent, sees every command and can change what is transferred.",
  fix: "Keep the known keys in a file or a setting and compare with them (`load_host_keys` with RejectPolicy, `knownhosts.New`, `known_hosts=…`, `hostVerifier` that compares).",
  cwe: [322],
  match: inFamilies(["typescript", "python", "go", "java"], uncheckedHosts),
  examples: [
    {
      language: "python",
      bad: "import paramiko\n\ndef connect(host):\n    client = paramiko.SSHClient()\n    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n    client.connect(host)\n    return client\n",
      good: "import paramiko\n\n# AutoAddPolicy would trust any machine.\ndef connect(host):\n    client = paramiko.SSHClient()\n    client.load_host_keys('/etc/ssh/known_hosts')\n    client.set_missing_host_key_policy(paramiko.RejectPolicy())\n    client.connect(host)\n    return client\n",
    },
    {
      language: "python",
      bad: 'import subprocess\n\ndef copy(file, host):\n    subprocess.run(["scp", "-o", "StrictHostKeyChecking=no", file, host], check=True)\n',
      good: 'import subprocess\n\ndef copy(file, host):\n    subprocess.run(["scp", "-o", "StrictHostKeyChecking=yes", file, host], check=True)\n    subprocess.run(["scp", "-o", "StrictHostKeyChecking=accept-new", file, host], check=True)\n    subprocess.run(["ssh", "-o", "StrictHostKeyChecking=no", "localhost"], check=True)\n',
    },
    {
      language: "go",
      bad: 'package remote\n\nimport "golang.org/x/crypto/ssh"\n\nfunc config(user string) *ssh.ClientConfig {\n\treturn &ssh.ClientConfig{User: user, HostKeyCallback: ssh.InsecureIgnoreHostKey()}\n}\n',
      good: 'package remote\n\nimport "golang.org/x/crypto/ssh"\n\nfunc config(user string, check ssh.HostKeyCallback) *ssh.ClientConfig {\n\treturn &ssh.ClientConfig{User: user, HostKeyCallback: check}\n}\n\nfunc insecureConfig(user string) *ssh.ClientConfig {\n\treturn &ssh.ClientConfig{User: user, HostKeyCallback: ssh.InsecureIgnoreHostKey()}\n}\n',
    },
    {
      language: "java",
      bad: 'import com.jcraft.jsch.Session;\n\nclass Remote {\n  void open(Session session) throws Exception {\n    session.setConfig("StrictHostKeyChecking", "no");\n    session.connect();\n  }\n}\n',
      good: 'import com.jcraft.jsch.Session;\n\nclass Remote {\n  void open(Session session) throws Exception {\n    session.setConfig("StrictHostKeyChecking", "yes");\n    session.connect();\n  }\n}\n',
    },
    {
      language: "typescript",
      bad: 'import { Client } from "ssh2";\nexport const open = (client: Client, host: string) => client.connect({ host, hostVerifier: () => true });\n',
      good: 'import { Client } from "ssh2";\nexport const open = (client: Client, host: string, known: string) =>\n  client.connect({ host, hostHash: "sha256", hostVerifier: (hash: string) => hash === known });\n',
    },
  ],
});

const unchecked =
  /\b(?:AutoAddPolicy|WarningPolicy|InsecureIgnoreHostKey|PromiscuousVerifier|AcceptAllServerKeyVerifier)\b|\bknown_hosts\s*=\s*None\b|\bhostVerifier\s*:\s*\(\w*\)\s*=>\s*true\b|StrictHostKeyChecking(?:=|\s+|["']\s*,\s*["'])no\b|\bUserKnownHostsFile=\/dev\/null/g;

function* uncheckedHosts({ source, outline }: Code): Iterable<Hit> {
  if (!/ssh|scp|rsync|paramiko|HostKey/i.test(source.text)) return;
  const seen = new Set<number>();
  for (const found of source.text.matchAll(unchecked)) {
    const line = lineAt(source.text, found.index);
    const isComment = outline.comments.some(({ start, end }) => start <= found.index && found.index < end);
    const isImport = outline.imports.some(({ span }) => span.start <= found.index && found.index < span.end);
    const isChosen = functionsAround(outline, found.index).some(
      ({ name, isTest }) => isTest === true || /insecure|ignore|unsafe|skip/i.test(name),
    );
    const start = source.text.lastIndexOf("\n", found.index);
    if (isComment || isImport || isChosen || seen.has(start) || isLocalOrDefined(line)) continue;
    seen.add(start);
    yield {
      at: { start: found.index, end: found.index + found[0].length },
      issue: `\`${found[0].replace(/\s+/g, " ")}\` accepts whatever key the machine at the other end shows.`,
      ...(isToolPath(source.path) ? { severity: "low" } : {}),
    };
  }
}

function isLocalOrDefined(line: string): boolean {
  return /localhost|127\.0\.0\.1|^\s*(?:class|def|func|import|from)\b/.test(line);
}
