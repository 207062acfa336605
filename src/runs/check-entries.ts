/** Bounds of what runs log, as MLflow has them (mlflow/utils/validation.py). */
import { AppError, invalidParameter } from '../core/app-error.ts';

const MAX_KEY_CHARACTERS = 250;
const MAX_PARAM_CHARACTERS = 6000;
const MAX_TAG_CHARACTERS = 8000;
const NAME = /^[\w\-.: /]+$/;

/**
 * Checks a tag.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkTag(key: string, value: string): void {
  checkKey('tag', key);
  if (value.length > MAX_TAG_CHARACTERS) throw tooLong(key, MAX_TAG_CHARACTERS);
}

/**
 * Checks a parameter.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkParam(key: string, value: string): void {
  checkKey('parameter', key);
  if (value.length > MAX_PARAM_CHARACTERS) throw tooLong(key, MAX_PARAM_CHARACTERS);
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

function tooLong(key: string, most: number): AppError {
  return invalidParameter(key, `at most ${most} characters`);
}
