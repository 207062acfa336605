/** The script of `/widget.js`: watches the page's `fetch`, offers `window.weir`, and defines `<weir-feedback>`. */
import * as weir from './index.ts';
import { noteScript } from './settings.ts';

export * from './index.ts';

noteScript((document.currentScript as HTMLScriptElement | null)?.src ?? moduleUrl());
weir.watchFetch();
weir.startOutbox();
Object.assign(globalThis, { weir: { ...weir } });

/** Where this module came from; null in a plain script, where `import.meta` is not there. */
function moduleUrl(): string | null {
  return WEIR_MODULE ? import.meta.url : null;
}

/** Set by the build: true in the module, false in the plain script. */
declare const WEIR_MODULE: boolean;
