/** The page that `init --reviewers` writes: what a reviewer of the project's own is, with an example to copy. */

export const reviewersText = `# Reviewers of your own

Each \`.md\` file in this folder, but for this one, is a reviewer: front matter, and a page that says what to look for. With
a model it is asked about every batch of files; without one it answers with the hits of the rules it owns.
\`session-review reviewers\` lists those that are found, and where each is from.

To begin, save this as \`payments.md\` and change it:

\`\`\`markdown
---
title: Payments
lens: Is every amount of money moved once, in the right currency, and written down?
# What it owns: any of the categories that "session-review rules" prints as headings.
categories: [correctness]
# Shown to the reader of every report, because no program can answer them.
questions:
  - Who is told when a payment fails after the order was confirmed?
---

# Payments

## What to look for

- An amount that is held as a floating point number, or without its currency.
- A payment that is sent again after a timeout without an idempotency key.
- A refund that is not written down before it is sent.

## What not to flag

- Amounts in tests and fixtures.
\`\`\`

In the check of a pull request these pages are read from the commit the change began at: a change cannot rewrite those who
review it.
`;
