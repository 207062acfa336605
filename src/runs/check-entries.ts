/** Bounds of what runs log, as MLflow has them (mlflow/utils/validation.py). */
import { AppError, invalidParameter } from '../core/app-error.ts';

const MAX_KEY_CHARACTERS = 250;
const MAX_PARAM_CHARACTERS = 6000;
const MAX_TAG_CHARACTERS = 8000;
const NAME = /^[\w\-.: /]+$/;

/**
 * The value of a tag, cut to its length as MLflow's server does.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for its key
 */
export function checkedTag(key: string, value: string): string {
  checkKey('tag', key);
  return value.slice(0, MAX_TAG_CHARACTERS);
}

/**
 * The value of a parameter, cut to its length as MLflow's server does.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for its key
 */
export function checkedParam(key: string, value: string): string {
  checkKey('parameter', key);
  return value.slice(0, MAX_PARAM_CHARACTERS);
}

/**
 * Checks the name of a metric, parameter or tag.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkKey(what: 'metric' | 'parameter' | 'tag', key: string): void {
  if (key.length > MAX_KEY_CHARACTERS || key === '') {
    throw invalidParameter(`${what} key`, `1 to ${MAX_KEY_CHARACTERS} characters`);
  }
  if (!NAME.test(key)) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid ${what} name: '${key}'. Names may only contain alphanumerics, underscores, dashes, periods, spaces, colons and slashes.`,
    );
  }
  // A name is a path where clients keep it in files: it must be its own shortest form.
  const parts = key.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid ${what} name: '${key}'. Names that are treated as file paths must resolve to themselves.`,
    );
  }
}
