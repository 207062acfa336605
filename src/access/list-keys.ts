/** Lists keys, without anything that would let somebody use one. */
import type { StoredKey } from './key.ts';
import type { KeyStore } from './store/key-store.ts';

/** All keys, revoked ones too, newest first. */
export async function listKeys({ services }: { services: { keys: KeyStore } }): Promise<StoredKey[]> {
  return services.keys.list();
}
