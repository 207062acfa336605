/** Settings of this browser. One that stores nothing has the defaults. */

/** A switch. */
export function readFlag(name: string, fallback: boolean): boolean {
  try {
    const stored = localStorage.getItem(`weir.review.${name}`);
    return stored === null ? fallback : stored === 'true';
  } catch {
    return fallback;
  }
}

/** Sets a switch. True when it is kept beyond this page. */
export function writeFlag(name: string, on: boolean): boolean {
  try {
    localStorage.setItem(`weir.review.${name}`, String(on));
    return true;
  } catch {
    return false;
  }
}
