/** Made-up credentials of twenty kinds, put together at run time, and the ways they come to stand in a project. */

/** A credential and the pieces of it that must be seen nowhere. */
export interface Canary {
  readonly kind: string;
  /** What a project would call it. */
  readonly name: string;
  /** As it stands in a file; may have several lines. */
  readonly text: string;
  readonly pieces: readonly string[];
}

/** Characters that are the same in every run and look random. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state * 48271) % 2147483647;
    return this.#state / 2147483647;
  }

  draw(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[Math.floor(this.next() * alphabet.length)]).join("");
  }
}

const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const letters = `${upper}${upper.toLowerCase()}`;
const digits = "0123456789";
const word = `${letters}${digits}`;

interface Kind {
  readonly kind: string;
  readonly name: string;
  readonly make: (dice: Dice) => { readonly text: string; readonly pieces?: readonly string[] };
}

/** A prefix in pieces, so that this file holds nothing that looks like one, and so many characters behind it. */
function prefixed(prefix: readonly string[], length: number, alphabet = word): Kind["make"] {
  return (dice) => ({ text: prefix.join("") + dice.draw(length, alphabet) });
}

function armoured(label: string, start: string): Kind["make"] {
  return (dice) => {
    const lines = Array.from({ length: 6 }, (_, i) => (i === 0 ? start : "") + dice.draw(60, `${word}+/`));
    const side = (which: string): string => ["-----", which, ` ${label}PRIV`, "ATE KEY-----"].join("");
    return { text: [side("BEGIN"), ...lines, side("END")].join("\n"), pieces: lines };
  };
}

/** Letters of both cases and a digit at least, as rules for passwords demand. */
function password(dice: Dice): string {
  return `${dice.draw(5, letters)}${dice.draw(3, digits)}!${dice.draw(4, letters)}${dice.draw(1, digits)}`;
}

const kinds: readonly Kind[] = [
  { kind: "GitHub token", name: "github_token", make: prefixed(["gh", "p_"], 36) },
  {
    kind: "GitHub fine-grained token",
    name: "github_pat",
    make: (dice) => ({ text: ["github", "_pat_", dice.draw(22, word), "_", dice.draw(59, word)].join("") }),
  },
  { kind: "GitLab token", name: "gitlab_token", make: prefixed(["gl", "pat-"], 20) },
  { kind: "AWS access key ID", name: "aws_key_id", make: prefixed(["AK", "IA"], 16, `${upper}234567`) },
  { kind: "AWS secret access key", name: "aws_secret_access_key", make: prefixed([], 40, `${word}/+`) },
  { kind: "Stripe key", name: "stripe_key", make: prefixed(["sk", "_live_"], 24) },
  {
    kind: "Slack token",
    name: "slack_token",
    make: (dice) => ({
      text: [
        "xo",
        "xb-",
        dice.draw(12, "123456789"),
        "-",
        dice.draw(12, "123456789"),
        "-",
        dice.draw(24, word),
      ].join(""),
    }),
  },
  {
    kind: "Slack webhook",
    name: "slack_webhook",
    make: (dice) => {
      const path = `T${dice.draw(8, upper)}/B${dice.draw(8, upper)}/${dice.draw(24, word)}`;
      return { text: ["https://hooks.", "slack.com/services/", path].join(""), pieces: [path] };
    },
  },
  { kind: "npm token", name: "npm_token", make: prefixed(["np", "m_"], 36) },
  { kind: "PyPI token", name: "pypi_token", make: prefixed(["py", "pi-AgEIcHlwaS5vcmc"], 70) },
  {
    kind: "OpenAI key",
    name: "openai_key",
    make: (dice) => ({
      text: ["sk-", "proj-", dice.draw(74, word), "T3Blbk", "FJ", dice.draw(74, word)].join(""),
    }),
  },
  {
    kind: "Anthropic key",
    name: "anthropic_key",
    make: (dice) => ({ text: ["sk-", "ant-api03-", dice.draw(93, word), "AA"].join("") }),
  },
  {
    kind: "SendGrid key",
    name: "sendgrid_key",
    make: (dice) => ({ text: ["S", "G.", dice.draw(22, word), ".", dice.draw(43, word)].join("") }),
  },
  { kind: "Google API key", name: "google_key", make: prefixed(["AI", "za"], 35) },
  {
    kind: "JSON web token",
    name: "session_jwt",
    make: (dice) => {
      const [head, body, signature] = [
        "ey" + "JhbGciOiJIUzI1NiJ9",
        "ey" + `J${dice.draw(40, word)}`,
        dice.draw(43, word),
      ];
      return { text: [head, body, signature].join("."), pieces: [String(body), String(signature)] };
    },
  },
  { kind: "RSA private key", name: "tls_key", make: armoured("RSA ", "MIIEow") },
  { kind: "OpenSSH private key", name: "ssh_key", make: armoured("OPENSSH ", "b3BlbnNzaC1rZXk") },
  {
    kind: "connection password",
    name: "database_url",
    make: (dice) => {
      const secret = dice.draw(16, word);
      return { text: `postgres://svc:${secret}@db.acme-prod.io:5432/app`, pieces: [secret] };
    },
  },
  { kind: "password", name: "db_password", make: (dice) => ({ text: password(dice) }) },
  { kind: "token without a format", name: "billing_api_key", make: prefixed([], 32) },
];

interface Carrier {
  readonly path: string;
  readonly frame: (lines: readonly string[]) => string;
  readonly write: (canary: Canary) => string;
}

const escaped = (text: string): string => text.replaceAll("\n", "\\n");
const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const plain = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

/** Ten ways: in code, in settings, in words. */
export const carriers: readonly Carrier[] = [
  {
    path: "src/config.ts",
    frame: plain,
    write: ({ name, text }) => `export const ${camel(name)} = "${escaped(text)}";`,
  },
  {
    path: "src/settings.py",
    frame: plain,
    write: ({ name, text }) => `${name.toUpperCase()} = "${escaped(text)}"`,
  },
  {
    path: "config/app.json",
    frame: (lines) => `{\n${lines.join(",\n")}\n}\n`,
    write: ({ name, text }) => `  "${camel(name)}": "${escaped(text)}"`,
  },
  {
    path: "deploy/values.yaml",
    frame: plain,
    write: ({ name, text }) =>
      text.includes("\n") ? `${name}: |\n${text.replace(/^/gm, "  ")}` : `${name}: ${text}`,
  },
  {
    path: "config/prod.properties",
    frame: plain,
    write: ({ name, text }) => `${name.replaceAll("_", ".")}=${escaped(text)}`,
  },
  {
    path: "src/client.ts",
    frame: (lines) => `${lines.join("\n")}\nexport const client = 1;\n`,
    write: ({ name, text }) => `// was ${name}: ${escaped(text)}`,
  },
  {
    path: "src/notes.py",
    frame: (lines) => `def connect():\n    """Connects.\n\n${lines.join("\n")}\n    """\n    return 1\n`,
    write: ({ name, text }) => `    Call it with ${name} = "${escaped(text)}" for the live system.`,
  },
  {
    path: "docs/setup.md",
    frame: (lines) => `# Set-up\n\n${lines.join("\n\n")}\n`,
    write: ({ name, text }) => `Set \`${name.toUpperCase()}=${escaped(text)}\` before the first start.`,
  },
  {
    path: "scripts/deploy.sh",
    frame: (lines) => `#!/bin/sh\nset -eu\n${lines.join("\n")}\n./run\n`,
    write: ({ name, text }) => `export ${name.toUpperCase()}='${text}'`,
  },
  {
    path: "src/links.py",
    frame: plain,
    write: ({ name, text }) =>
      `${camel(name)}Link = "https://api.acme-prod.io/v1/start?${name}=${escaped(text)}"`,
  },
];

export interface Plant {
  readonly files: Readonly<Record<string, string>>;
  readonly canaries: readonly (Canary & { readonly path: string })[];
}

/** Each kind in each way, every time another credential. */
export function plant(): Plant {
  const dice = new Dice(20261121);
  const canaries = carriers.flatMap(({ path }) =>
    kinds.map(({ kind, name, make }) => {
      const { text, pieces = [text] } = make(dice);
      return { kind, name, text, pieces, path };
    }),
  );
  const files = carriers.map(({ path, frame, write }) => {
    const own = canaries.filter((canary) => canary.path === path);
    return [path, frame(own.map(write))] as const;
  });
  return { files: Object.fromEntries(files), canaries };
}
