/**
 * The refusal of an address that is longer than the embedded engine reads. The worker never sees such an address: the local
 * front door sends the request here instead (`scripts/name-connection.mjs`). On the platform the edge refuses by itself.
 */
import type { Handler } from 'hono';
import { AppError } from '../core/app-error.ts';
import type { HonoEnv } from './hono-env.ts';

/** Where the front door sends such requests. */
export const longAddressPath = '/uri-too-long';

/**
 * Answers whoever is sent to {@link longAddressPath}, whatever the method.
 *
 * @throws AppError URI_TOO_LONG
 */
export const refuseLongAddress: Handler<HonoEnv> = () => {
  throw new AppError('URI_TOO_LONG', 'The address is longer than is read: expected 65,534 bytes at most.', {
    details: { field: 'the address', expected: '65,534 bytes at most' },
  });
};
