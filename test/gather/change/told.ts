/** Finding a change of a project, and telling it in a line a file. */
import { type GatheredChange, gatherChange } from "../../../src/gather/change/gather-change.js";
import type { ChangeScope } from "../../../src/model/change.js";
import { languages, type Project } from "../project.js";

export function change(project: Project, scope: ChangeScope, paths = ["."]): Promise<GatheredChange> {
  return gatherChange({ cwd: project.folder, paths, languages }, scope);
}

/** `modified a.ts 2-3`: the status, the path, the one before where it differs, the lines the change wrote. */
export function told({ files }: GatheredChange): readonly string[] {
  return files.map(({ status, path, before, lines, isBinary }) =>
    [
      status,
      path,
      ...(before === null || before === path ? [] : [`was ${before}`]),
      ...lines.map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`)),
      ...(isBinary ? ["binary"] : []),
    ].join(" "),
  );
}
