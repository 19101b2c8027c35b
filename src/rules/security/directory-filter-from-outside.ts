/** The filter of a directory search is put together from what came from outside. */
import { defineRule } from "../../model/rule.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // The one hit in other people's code was wrong, its value being cleaned by the project's own function, so it is for the deep profile.
  confidence: 0.45,
  judged: { right: 0, arguable: 0, wrong: 1, projects: 1 },
  title: "Directory filter built from values",
  risk: "A `*` or `)(` in the value changes the filter: a login succeeds for another account, or the whole directory is listed.",
  fix: "Escape the value for LDAP (RFC 4515: `\\2a` for `*`, `\\28` and `\\29` for brackets), or build the filter with the library's filter objects.",
  cwe: [90],
  reads: followedFamilies,
  project: fromFlows({
    harm: "ldap",
    worst: "high",
    surest: () => 0.45,
    effect: "a `*` or a bracket in it changes the filter",
  }),
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst ldap = require('ldapjs');\nconst app = express();\nconst client = ldap.createClient({ url: 'ldap://directory.example' });\napp.get('/people', (req, res) => {\n  client.search('ou=people', { filter: `(uid=${req.query.name})` }, () => res.end());\n});\n",
      good: "const express = require('express');\nconst ldap = require('ldapjs');\nconst app = express();\nconst client = ldap.createClient({ url: 'ldap://directory.example' });\napp.get('/people', (req, res) => {\n  client.search('ou=people', { filter: '(objectClass=person)' }, () => res.end(req.query.name));\n});\n",
    },
  ],
});
