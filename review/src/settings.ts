/** Settings of this browser. One that stores nothing has the defaults. */
import { useState } from 'preact/hooks';

/** A switch, on unless somebody switched it off here. */
export function useFlag(name: string): [boolean, (on: boolean) => void] {
  const key = `weir.review.${name}`;
  const [on, setOn] = useState(() => read(key));
  return [
    on,
    (next) => {
      setOn(next);
      write(key, next);
    },
  ];
}

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) !== 'false';
  } catch {
    return true;
  }
}

/** True when it is kept beyond this page. */
function write(key: string, on: boolean): boolean {
  try {
    localStorage.setItem(key, String(on));
    return true;
  } catch {
    return false;
  }
}
