// Reads the data of the page, and prepares it for the views.

/** Reads the data block: JSON, gzip, base64. */
export async function load() {
  const text = document.getElementById('data').textContent.trim();
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

const ms = time => time ? Date.parse(time) : null;

/** Prepares a job: times are numbers, and every value has its default. */
export function prepare(job, isWatched) {
  const end = ms(job.ended_at);
  const asOf = ms(job.as_of);
  const isRunning = job.status === 'Running' && !job.is_zombie;
  const now = isRunning && isWatched ? Math.max(asOf, Date.now()) : asOf;
  const critical = new Set(job.critical_path);
  const sheets = job.sheets.map(sheet => {
    const attempts = sheet.attempts.map(attempt => ({
      ...attempt,
      start: ms(attempt.started_at),
      end: ms(attempt.ended_at) ?? now,
      waited: attempt.waited_seconds ?? 0,
    }));
    const since = ms(sheet.waiting_since);
    return {
      ...sheet,
      attempts,
      since,
      next: ms(sheet.next_attempt_at),
      start: attempts[0]?.start ?? since,
      end: since ? now : attempts.at(-1)?.end ?? null,
      worked: sheet.worked_seconds ?? 0,
      waited: sheet.waited_seconds ?? 0,
      cost: sheet.cost ?? 0,
      isCritical: critical.has(sheet.number),
    };
  });
  const first = sheets.reduce((low, sheet) => sheet.start != null && sheet.start < low ? sheet.start : low, Infinity);
  const last = sheets.reduce((high, sheet) => Math.max(high, sheet.end ?? 0, sheet.next ?? 0), end ?? 0);
  const start = Number.isFinite(first) ? first : ms(job.created_at);
  const byNumber = new Map(sheets.map(sheet => [sheet.number, sheet]));
  const itemsOf = Map.groupBy(sheets.filter(sheet => sheet.parent != null), sheet => sheet.parent);
  return { ...job, sheets, byNumber, itemsOf, groups: new Map(), start, end, asOf, now, isRunning, last: Math.max(last, start + 1000) };
}

/** Returns the text in which a search looks: the name, the error, the prompts and the outputs. */
export function searchText(sheet) {
  sheet.found ??= [sheet.number, sheet.title, sheet.error, sheet.error_code, sheet.instrument, sheet.model,
    ...sheet.attempts.flatMap(attempt => [attempt.prompt, attempt.output])].filter(Boolean).join('\n').toLowerCase();
  return sheet.found;
}

/** Returns the sheets that the choices of the reader select, in their order. */
export function select(job, get) {
  const words = get('q').toLowerCase();
  const number = /^#(\d+)$/.exec(words)?.[1];
  const [status, code, instrument] = [get('status'), get('code'), get('instrument')];
  const found = job.sheets.filter(sheet =>
    (!status || sheet.status === status)
    && (!code || sheet.error_code === code || sheet.attempts.some(attempt => attempt.error_code === code))
    && (!instrument || sheet.instrument === instrument)
    && (!get('path') || sheet.isCritical)
    && (!words || (number ? sheet.number === Number(number) : searchText(sheet).includes(words))));
  const key = KEYS[get('sort')];
  const sign = get('dir') === 'up' ? 1 : -1;
  return key ? found.sort((one, other) => sign * (key(one) - key(other)) || one.number - other.number) : found;
}

const KEYS = {
  duration: sheet => sheet.worked,
  wait: sheet => sheet.waited,
  cost: sheet => sheet.cost,
  attempts: sheet => sheet.attempts.length,
  start: sheet => -(sheet.start ?? Infinity),
};

/** Returns the median of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? 0 : sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
