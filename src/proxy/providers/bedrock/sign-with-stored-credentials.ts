/** Placeholder until signing lands. */
import type { SignRequest } from '../contract.ts';
export const signWithStoredCredentials: SignRequest = async (request) => request.headers;
