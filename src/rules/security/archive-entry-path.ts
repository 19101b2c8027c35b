/** A file of an archive is written to where its name says, which may be outside of the folder. */
import { defineRule } from "../../model/rule.js";
import { followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Computed from how the value travels; this is what holds where nothing is known of it.
  confidence: 0.75,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Archive entry written to where its name says",
  risk: "An archive with an entry named `../../app/server.js` overwrites files outside of the folder, such as the program itself.",
  fix: "Resolve the path of each entry and skip it unless it lies below the folder: `path.resolve(folder, name).startsWith(folder + path.sep)`.",
  trial: {
    name: "an entry that climbs out of the folder",
    arrange: "an archive with the entry `../outside.txt`",
    act: "have {it} unpack the archive",
    assert: "no file `outside.txt` is beside the folder",
  },
  cwe: [22],
  reads: followedFamilies,
  project: fromFlows({
    harm: "archive",
    worst: "high",
    effect: "an entry with `../` in its name is written outside of the folder",
    entries: ["file"],
  }),
  examples: [
    {
      language: "javascript",
      bad: "const fs = require('fs');\nconst unzipper = require('unzipper');\nfs.createReadStream('upload.zip')\n  .pipe(unzipper.Parse())\n  .on('entry', (entry) => {\n    entry.pipe(fs.createWriteStream('uploads/' + entry.path));\n  });\n",
      good: "const fs = require('fs');\nconst path = require('path');\nconst unzipper = require('unzipper');\nfs.createReadStream('upload.zip')\n  .pipe(unzipper.Parse())\n  .on('entry', (entry) => {\n    entry.pipe(fs.createWriteStream(path.join('uploads', path.basename(entry.path))));\n  });\n",
    },
  ],
});
