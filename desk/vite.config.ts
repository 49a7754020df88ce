import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { labels } from './labels.ts'

// Relative addresses: the desk works under any path, and from a directory of files.
// Nothing is inlined: the server's content security policy allows no data: fonts and no inline scripts or styles.
export default defineConfig({
  base: './',
  plugins: [svelte(), labels()],
  build: {
    outDir: '../marsad/web/desk',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
  },
  server: {
    proxy: Object.fromEntries(['/api', '/tiles', '/openapi.json'].map((path) => [path, 'http://127.0.0.1:8000'])),
  },
})
