/** What middleware leaves for handlers. */
import type { Identity } from '../access/identity.ts';

/** The environment of our Hono apps: no bindings, because handlers get services, not `Env`. */
export interface HonoEnv {
  Variables: {
    requestId: string;
    /** Set by `authenticate`; routes without it must not read it. */
    identity: Identity;
  };
}
