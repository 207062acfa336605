/**
 * What becomes of a credential that is refused: it is counted by the caller's address, and once there were many the answer is
 * "later". Only refusals are counted: a valid key works at once, whoever else shares its address.
 */
import { AppError } from '../core/app-error.ts';
import { callerAddress, type CallerAddressSettings } from './caller-address.ts';

/** What was refused. */
export type RefusedCredential = 'key' | 'sign_in' | 'feedback_token' | 'review_link';

/** The port to whoever counts. */
export interface Refusals {
  /**
   * Counts one.
   *
   * @param refusal.address null when it is not known; such are noted and not slowed
   * @returns false when there were too many from that address. Never rejects
   */
  count(refusal: { credential: RefusedCredential; reason: string; address: string | null }): Promise<boolean>;
}

/** What refusing needs. */
export interface RefuseServices {
  refusals: Refusals;
  settings: CallerAddressSettings;
}

/**
 * Refuses a credential.
 *
 * @param input.headers of the call
 * @param input.error what its sender is told, unless there were too many
 * @returns what to throw: the error given, or RESOURCE_EXHAUSTED
 */
export async function refuseCredential({
  services,
  input,
}: {
  services: RefuseServices;
  input: { headers: Headers; credential: RefusedCredential; error: AppError };
}): Promise<AppError> {
  const { headers, credential, error } = input;
  const address = callerAddress(headers, services.settings);
  const reason = error.details.reason ?? 'unknown';
  if (await services.refusals.count({ credential, reason, address })) return error;
  return new AppError(
    'RESOURCE_EXHAUSTED',
    'Too many keys, tokens or links from this address were refused. Try again in a minute; a valid one works at once.',
    { cause: error },
  );
}

/**
 * Tries a credential, and counts it when it is refused with UNAUTHENTICATED.
 *
 * @throws what `attempt` throws, or RESOURCE_EXHAUSTED in place of UNAUTHENTICATED
 */
export async function countingRefusals<Result>(
  services: RefuseServices,
  { headers, credential }: { headers: Headers; credential: RefusedCredential },
  attempt: () => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt();
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'UNAUTHENTICATED') throw cause;
    throw await refuseCredential({ services, input: { headers, credential, error: cause } });
  }
}
