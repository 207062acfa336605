/** Builds the dashboard into the files the worker serves: one page, and hashed files under `/app`. */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  publicDir: false,
  plugins: [react(), tailwindcss()],
  experimental: {
    // The page names its files from the root, and the worker puts a prefix before them; files name each other from where
    // they are.
    renderBuiltUrl: (_, { hostType }) => (hostType === 'html' ? undefined : { relative: true }),
  },
  build: {
    outDir: here('public'),
    assetsDir: 'app',
    // The widget's files lie here too; the script that builds takes the old `app` away.
    emptyOutDir: false,
    // The page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/api': process.env['WEIR_URL'] ?? 'http://127.0.0.1:8787',
      '/health': process.env['WEIR_URL'] ?? 'http://127.0.0.1:8787',
    },
  },
});
