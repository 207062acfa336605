/** The failure for a variable without a value. */
import { AppError } from '../../core/app-error.ts';

/** Names the variable by its path. */
export function missingVariable(path: string): AppError {
  return new AppError('INVALID_PARAMETER_VALUE', `The prompt's variable "${path}" has no value.`, {
    details: { field: path, expected: 'a value' },
  });
}
