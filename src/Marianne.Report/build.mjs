// Bundles the page into one file that the module embeds. Usage: node build.mjs [output]
//
// The file is a template: HTML with the style, the script and their licenses, and places for a title, the content without scripts
// and the data. Its first line holds the hash of the sources, by which a test notices that the file is stale.

import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';

const here = new URL('./', import.meta.url);
const output = process.argv[2] ?? new URL('../Marianne.Runner/Reports/page.html', here);

async function sourceHash() {
  const hash = createHash('sha256');
  const names = ['build.mjs', 'package.json', ...(await readdir(new URL('page/', here))).map(name => `page/${name}`)].sort();
  for (const name of names)
    hash.update(`${name}\n${(await readFile(new URL(name, here), 'utf8')).replaceAll('\r\n', '\n')}\n`);
  return hash.digest('hex');
}

async function bundle(entry, options = {}) {
  const { outputFiles } = await build({
    entryPoints: [new URL(entry, here).pathname],
    bundle: true,
    minify: true,
    write: false,
    charset: 'ascii',
    legalComments: 'none',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    ...options,
  });
  return outputFiles[0].text.trim();
}

const script = (await bundle('page/main.js', { format: 'iife' })).replaceAll('</', '<\\/');
const style = await bundle('page/page.css', { external: ['data:*'] });
const license = (await readFile(new URL('node_modules/uplot/LICENSE', here), 'utf8')).trim();
const integrity = createHash('sha256').update(script).digest('base64');

const page = `<!doctype html>
<!-- Marianne report page, sources ${await sourceHash()}
Marianne: MIT License, Copyright (c) 2026 Marianne contributors
uPlot:
${license}
-->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${integrity}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>[[title]]</title>
<style>${style}</style>
</head>
<body>
<div id="app" hidden></div>
[[data]]
<script>${script}</script>
<div id="static">
[[static]]
</div>
</body>
</html>
`;

for (const place of ['title', 'static', 'data']) {
  if (page.split(`[[${place}]]`).length !== 2)
    throw new Error(`The page must have the place [[${place}]] once.`);
}

await writeFile(output, page);
console.log(`${page.length} characters, sources ${(await sourceHash()).slice(0, 12)}`);
