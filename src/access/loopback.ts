/** Tells this machine's own pages and hosts from all others, for what is open on loopback only. */

/** Names by which programs in a container or a virtual machine reach the machine they run on. None is of the public DNS. */
const HOSTS_OF_CONTAINERS = new Set([
  'gateway.docker.internal',
  'host.containers.internal',
  'host.docker.internal',
  'host.lima.internal',
  'host.minikube.internal',
  'host.orb.internal',
  'host.rancher-desktop.internal',
]);

/** True for a `Host` that means this machine: of loopback, or what containers on it call it. */
export function isOwnHost(host: string): boolean {
  const hostname = URL.parse(`http://${host}`)?.hostname ?? '';
  return isLoopbackOrigin(`http://${host}`) || HOSTS_OF_CONTAINERS.has(hostname);
}

/** True for an origin on this machine, such as `http://localhost:3000`; false for any other, and for `null`. */
export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
