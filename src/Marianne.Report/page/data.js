// Reads the blocks of data of the page: JSON, gzip, base64. The first one is read at once, and the others when a view needs them.

/** Reads a block. */
async function readBlock(name) {
  const zip = new DecompressionStream('gzip');
  const writer = zip.writable.getWriter();
  const written = writer.write(bytesOf(document.getElementById(name).textContent)).then(() => writer.close());
  const [data] = await Promise.all([new Response(zip.readable).json(), written]);
  return data;
}

/** Reads the first block. */
export async function load() {
  const { report, sheets, failures, ...history } = await readBlock('data');
  return report ? { ...report, jobs: report.jobs.map((job, index) => ({ ...job, index, columns: sheets[index], failure: failures[index] })) } : history;
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64)
    return Uint8Array.fromBase64(base64);
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = letters.charCodeAt(index);
  return bytes;
}

const blocks = new Map();
const readings = new Map();

/** Reads a block once, also if several views ask for it at the same time. */
function keep(name) {
  if (!readings.has(name))
    readings.set(name, readBlock(name).then(data => blocks.set(name, data)));
  return readings.get(name);
}

/**
 * Returns the blocks of a job that were read: { attempts, details }. What is asked for and missing is read first: then the result is a
 * promise, so that what is there is shown at once.
 */
export function blocksOf(job, names) {
  const missing = names.filter(name => !blocks.has(name));
  if (missing.length)
    return Promise.all(missing.map(keep)).then(() => blocksOf(job, names));
  for (const name of names)
    job[name] ??= blocks.get(name)[job.index];
  return null;
}
