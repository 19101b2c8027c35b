/** The words for what recognised a credential: a published format, or the name a literal was given to. */

/**
 * How a credential was recognised: by its `format`, as a `literal` under a telling name, as a `key` that signs or
 * encrypts, or as the `default` of an environment variable.
 */
export type SecretForm = "format" | "literal" | "key" | "default";

export interface SecretKind {
  readonly form: SecretForm;
  /** What the literal is called where it stands; the format's own title for a format: `GitHub token`. */
  readonly name: string;
}

/** One line for reports and placeholders: "literal for `dbPassword`", "GitHub token". Holds nothing secret. */
export function writeSecretKind({ form, name }: SecretKind): string {
  return form === "format" ? name : `${form} for \`${name}\``;
}

/** The inverse of writing; what is not a named form is a format. */
export function readSecretKind(kind: string): SecretKind {
  const [, form, name] = /^(literal|key|default) for `(.*)`$/.exec(kind) ?? [];
  if (name === undefined || (form !== "literal" && form !== "key" && form !== "default"))
    return { form: "format", name: kind };
  return { form, name };
}
