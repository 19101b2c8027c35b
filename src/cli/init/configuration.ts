/** The configuration that `init` writes: every line that sets something is a comment, so nothing changes until somebody wants it. */

/** @param hasPackage whether the project has the package, so that editors find its schema */
export function configurationText(hasPackage: boolean): string {
  const schema = hasPackage
    ? "# yaml-language-server: $schema=../node_modules/session-review/schema/config.schema.json\n"
    : "";
  return `${schema}# What this project always says to session-review. Each key is an option by its own name; whatever is typed wins.
# "session-review config print" shows each value and where it is from. Take away a "# " to set one.

# Exit with 1 when a finding is at least this bad: critical, high, medium, low, info or none.
# fail-on: high

# How sure a finding must be: strict (80 %), standard (50 %) or deep (30 %).
# profile: standard

# Files that nobody should look at, besides what .gitignore names, generated files and packages.
# exclude: ["migrations/**"]

# Only these files; all others are left out.
# include: ["src/**"]

# Reviewers that are not asked; "session-review reviewers" lists them.
# skip-reviewers: [performance]

# Who thinks: auto (offline without a key), offline, anthropic or openai. Keys come from the environment only.
# engine: offline

# Plans that the code is held against.
# plan: [docs/plan.md]

# What models are not shown besides secrets: emails, hosts, ips, phones, or all.
# redact: [emails]

# Begin no task that could cost more in all, in US dollars.
# budget-usd: 1

# For one command alone:
# compare:
#   rubric: production-readiness
#   fail-on: none
`;
}
