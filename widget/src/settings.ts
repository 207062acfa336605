/** What a page can set for all of its widgets, and where Weir is when the page does not say. */
import { english, type Labels } from './labels.ts';

/** What a page can set. */
export interface WeirSettings {
  /** Where Weir is. Absent: where the script came from, else where the answer came from. */
  endpoint?: string;
  /** Who gives feedback. Absent: a random name kept in this browser. */
  user?: string;
  /** Words by language, over the English ones: `{ de: { up: 'Gute Antwort' } }`. */
  labels?: Record<string, Partial<Labels>>;
}

const settings: WeirSettings = {};
const USER_KEY = 'weir.user';
let scriptPlace: string | null = null;
let anonymous: string | null = null;

/** Sets what is given; the rest stays. */
export function configure(change: WeirSettings): void {
  Object.assign(settings, change);
}

/** Notes where the script came from. Called once, while the script runs. */
export function noteScript(source: string | null | undefined): void {
  if (source && /^https?:/.test(source)) scriptPlace = new URL('.', source).href;
}

/** Where feedback goes: as said, else where the script came from, else where the answer came from. */
export function endpointFor(said: string | null | undefined, answered: string | null): string {
  const endpoint = said || settings.endpoint || scriptPlace || answered || location.origin;
  return endpoint.replace(/\/+$/, '');
}

/** Who gives feedback here. */
export function currentUser(): string {
  if (settings.user !== undefined) return settings.user;
  anonymous ??= readStored(USER_KEY);
  if (anonymous === null) {
    anonymous = `anon-${crypto.randomUUID().slice(0, 13)}`;
    writeStored(USER_KEY, anonymous);
  }
  return anonymous;
}

/** The words of a language, English where it has none. */
export function labelsFor(language: string): Labels {
  const [base = ''] = language.split('-');
  return { ...english, ...settings.labels?.[base], ...settings.labels?.[language] };
}

/** Storage may be full, or refused by the browser: then nothing is remembered beyond the page. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a value in this browser; false when it does not let us, and the page's own memory must do. */
export function writeStored(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
