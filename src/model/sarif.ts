/** The parts of a SARIF 2.1.0 log that say what a tool found and where; everything else is let through unread. */
import { z } from "zod";

const messageSchema = z.object({ text: z.string().optional(), markdown: z.string().optional() });

const descriptorSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  shortDescription: messageSchema.optional(),
  fullDescription: messageSchema.optional(),
  help: messageSchema.optional(),
  defaultConfiguration: z.object({ level: z.string().optional() }).optional(),
  properties: z.looseObject({}).optional(),
});
export type SarifRule = z.infer<typeof descriptorSchema>;

const regionSchema = z.object({
  startLine: z.number().int().positive().optional(),
  endLine: z.number().int().positive().optional(),
  snippet: z.object({ text: z.string().optional() }).optional(),
});

const locationSchema = z.object({
  physicalLocation: z
    .object({
      artifactLocation: z
        .object({ uri: z.string().optional(), index: z.number().int().optional() })
        .optional(),
      region: regionSchema.optional(),
      contextRegion: regionSchema.optional(),
    })
    .optional(),
});

const suppressionSchema = z.object({
  kind: z.string().optional(),
  status: z.string().optional(),
  justification: z.string().optional(),
  properties: z.looseObject({}).optional(),
});

const resultSchema = z.object({
  ruleId: z.string().optional(),
  ruleIndex: z.number().int().optional(),
  rule: z.object({ id: z.string().optional(), index: z.number().int().optional() }).optional(),
  kind: z.string().optional(),
  level: z.string().optional(),
  message: messageSchema.optional(),
  locations: z.array(locationSchema).optional(),
  partialFingerprints: z.record(z.string(), z.string()).optional(),
  fingerprints: z.record(z.string(), z.string()).optional(),
  suppressions: z.array(suppressionSchema).nullable().optional(),
  baselineState: z.string().optional(),
  properties: z.looseObject({}).optional(),
});
export type SarifResult = z.infer<typeof resultSchema>;

const runSchema = z.object({
  tool: z.object({
    driver: z.object({
      name: z.string(),
      version: z.string().optional(),
      semanticVersion: z.string().optional(),
      rules: z.array(descriptorSchema).optional(),
    }),
  }),
  invocations: z.array(z.object({ executionSuccessful: z.boolean().optional() })).optional(),
  artifacts: z.array(z.object({ location: z.object({ uri: z.string().optional() }).optional() })).optional(),
  results: z.array(resultSchema).nullable().optional(),
});
export type SarifRun = z.infer<typeof runSchema>;

export const sarifSchema = z.object({ version: z.literal("2.1.0"), runs: z.array(runSchema).min(1) });
export type Sarif = z.infer<typeof sarifSchema>;
