/** Every way to go wrong, by name: of the connection, of the server, of the model. */
import { answerFaults } from "./answer-faults.js";
import { connectionFaults } from "./connection-faults.js";
import { statusFaults } from "./status-faults.js";

/** A connection that is refused is `nobody()` of server.ts: no server can answer so. */
export const faults = { ...connectionFaults, ...statusFaults, ...answerFaults };

export type FaultName = keyof typeof faults;
