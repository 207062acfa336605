/**
 * The client libraries of the suite, one row each. All are pointed at Weir by their base URL alone; `docs/clients.md` is
 * made of these rows.
 */
import { codingAgents } from './agents.ts';
import type { Client } from './client.ts';
import { compiledClients } from './compiled-clients.ts';
import { pythonClients } from './python-clients.ts';
import { typescriptClients } from './typescript-clients.ts';

/** All of them. */
export const clients: readonly Client[] = [
  ...pythonClients,
  ...typescriptClients,
  ...compiledClients,
  ...codingAgents,
];
