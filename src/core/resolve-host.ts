/** What addresses a name has, asked of the public DNS: in Workers `node:dns` asks Cloudflare's resolver over HTTPS. */
import { promises as dns } from 'node:dns';
import { inTime } from './in-time.ts';

/** Patience with the resolver, milliseconds: the call itself waits meanwhile. */
const PATIENCE_MS = 2000;

/**
 * The addresses of a name, of both families.
 *
 * @returns null when the resolver does not answer, or knows none
 */
export async function resolveHost(hostname: string): Promise<string[] | null> {
  const asked = Promise.allSettled([dns.resolve4(hostname), dns.resolve6(hostname)]);
  const answers = await inTime(asked, PATIENCE_MS).catch(() => []);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  return addresses.length === 0 ? null : addresses;
}
