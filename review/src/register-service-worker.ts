/** Has the browser open this app without a network from now on. One that cannot goes on without. */
import { prefix } from './place.ts';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

declare global {
  interface Window {
    /** https://www.w3.org/TR/trusted-types/, where the browser has them. */
    trustedTypes?: TrustedTypes;
  }
}

/** Registers it; true when it will open without a network. */
export async function registerServiceWorker(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  const address = `${prefix}/review/assets/service-worker.js`;
  try {
    await navigator.serviceWorker.register(trusted(address), { scope: `${prefix}/review/` });
    return true;
  } catch {
    return false;
  }
}

/** The page's policy lets this one address be a script, and no other. */
function trusted(address: string): string {
  const policy = window.trustedTypes?.createPolicy('weir-review', {
    createScriptURL(url) {
      if (url !== address) throw new TypeError('Not the service worker of this app.');
      return url;
    },
  });
  return policy?.createScriptURL(address) ?? address;
}
