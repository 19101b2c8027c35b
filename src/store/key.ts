/** Names a task by everything its answer depends on: the same key means the same answer may be used again. */
import { hash } from "../lib/hash.js";

/** All of it as it is sent, but without what differs from run to run, such as random delimiters. */
export interface KeyParts {
  /** The batch with its context: the part of the prompt that its reviewers share. */
  readonly batch: string;
  /** The files the reviewer is to look at; they may be fewer than the batch holds. */
  readonly paths: readonly string[];
  /** The reviewer's page. */
  readonly page: string;
  /** The leads it must answer. */
  readonly leads: string;
  readonly model: string;
  /** Where the prompt goes: one model's name may mean two models at two places. */
  readonly destination: string;
  /** How hard the model is told to think; null when it is not told. */
  readonly effort: string | null;
  readonly schemaVersion: number;
  /** Of the static rules of the prompt. */
  readonly promptVersion: number;
}

/** 64 hex digits of SHA-256. */
export type TaskKey = string;

/** The parts are encoded as JSON in a fixed order, so no text can pass for two neighbouring parts. */
export function taskKey(parts: KeyParts): TaskKey {
  const { batch, paths, page, leads, model, destination, effort, schemaVersion, promptVersion } = parts;
  const all = [batch, paths, page, leads, model, destination, effort, schemaVersion, promptVersion];
  return hash(JSON.stringify(all), 64);
}
