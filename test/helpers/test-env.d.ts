/// <reference types="vite/client" />
/** What the test configuration binds besides wrangler.toml. */
declare namespace Cloudflare {
  interface Env {
    REGISTRY_MIGRATIONS: import('cloudflare:test').D1Migration[];
    TRACES_MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
}
