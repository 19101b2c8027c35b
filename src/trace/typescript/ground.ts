/** Everything that following a value asks: names, functions, callers, checks, pages. */
import type { Terrain } from "../terrain.js";
import { Accessors } from "./accessors.js";
import { Callers } from "./callers.js";
import { Checks } from "./checks.js";
import { Conditions } from "./conditions.js";
import { DataClasses } from "./data-classes.js";
import { Entrances } from "./entrances.js";
import { Knowledge } from "./knowledge.js";
import { Models } from "./models.js";
import { Project } from "./project.js";
import { Schemas } from "./schemas.js";
import { SharedModules } from "./shared-modules.js";
import { Validators } from "./validators.js";

export interface Ground {
  readonly project: Project;
  readonly entrances: Entrances;
  readonly knowledge: Knowledge;
  readonly callers: Callers;
  readonly accessors: Accessors;
  readonly shared: SharedModules;
  readonly dataClasses: DataClasses;
  readonly checks: Checks;
  readonly models: Models;
  readonly validators: Validators;
}

export function layGround(terrain: Terrain): Ground {
  const project = new Project(terrain);
  const knowledge = new Knowledge(project);
  const models = new Models(terrain.pages);
  const validators = new Validators(knowledge, models, new Schemas(knowledge, models));
  const checks = new Checks(new Conditions(knowledge, models, validators), validators);
  const entrances = new Entrances(terrain);
  const callers = new Callers(knowledge);
  const accessors = new Accessors(knowledge);
  const shared = new SharedModules(knowledge);
  const dataClasses = new DataClasses(knowledge, models);
  return {
    project,
    entrances,
    knowledge,
    callers,
    accessors,
    shared,
    dataClasses,
    checks,
    models,
    validators,
  };
}
