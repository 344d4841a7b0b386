// Reads the data of the page, and prepares it for the views.

/** Reads the data block: JSON, gzip, base64. */
export async function load() {
  const zip = new DecompressionStream('gzip');
  const writer = zip.writable.getWriter();
  const written = writer.write(bytesOf(document.getElementById('data').textContent)).then(() => writer.close());
  const [data] = await Promise.all([new Response(zip.readable).json(), written]);
  return data;
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

const ms = time => time ? Date.parse(time) : null;

/** A sheet with a value for everything that its JSON leaves out. Its attempts and times are read when a view asks for them. */
class Sheet {
  #raw;
  #now;
  #attempts;
  #start;
  #end;
  #text;

  constructor(raw, now, isCritical) {
    this.#raw = raw;
    this.#now = now;
    this.number = raw.number;
    this.title = raw.title;
    this.group = raw.group;
    this.parent = raw.parent;
    this.item_key = raw.item_key;
    this.status = raw.status;
    this.kind = raw.kind;
    this.instrument = raw.instrument;
    this.model = raw.model;
    this.error = raw.error;
    this.error_code = raw.error_code;
    this.depends_on = raw.depends_on;
    this.worked = raw.worked_seconds ?? 0;
    this.waited = raw.waited_seconds ?? 0;
    this.cost = raw.cost ?? 0;
    this.cost_source = raw.cost_source;
    this.input_tokens = raw.input_tokens ?? 0;
    this.output_tokens = raw.output_tokens ?? 0;
    this.validations = raw.validations;
    this.isCritical = isCritical;
    this.since = ms(raw.waiting_since);
    this.next = ms(raw.next_attempt_at);
    this.tries = raw.attempts.length;
  }

  /** The time at which the first attempt or the wait for it started; null if there was neither. */
  get start() {
    return this.#start ??= ms(this.#raw.attempts[0]?.started_at) ?? this.since;
  }

  /** The time at which the last attempt ended; null if there was none. */
  get end() {
    this.#end ??= this.since ? this.#now : this.tries ? ms(this.#raw.attempts.at(-1).ended_at) ?? this.#now : NaN;
    return Number.isNaN(this.#end) ? null : this.#end;
  }

  get attempts() {
    return this.#attempts ??= this.#raw.attempts.map(attempt => ({
      ...attempt, start: ms(attempt.started_at), end: ms(attempt.ended_at) ?? this.#now, waited: attempt.waited_seconds ?? 0,
    }));
  }

  /** The codes of the errors of its attempts, each once. */
  get codes() {
    return [...new Set(this.#raw.attempts.map(attempt => attempt.error_code).filter(Boolean))];
  }

  /** Indicates whether one of its attempts failed. */
  get hasFailedAttempt() {
    return this.#raw.attempts.some(attempt => attempt.outcome === 'Failed');
  }

  /** The text in which a search looks: the name, the error, the prompts and the outputs. */
  get text() {
    return this.#text ??= [this.number, this.title, this.error, this.error_code, this.instrument, this.model,
      ...this.#raw.attempts.flatMap(attempt => [attempt.prompt, attempt.output])].filter(Boolean).join('\n').toLowerCase();
  }
}

/** Adds properties to an object whose values are found when they are first asked for. */
export function addLazily(target, finders) {
  for (const [name, find] of Object.entries(finders)) {
    Object.defineProperty(target, name, { configurable: true, get() {
      const value = find.call(target);
      Object.defineProperty(target, name, { value });
      return value;
    } });
  }
  return target;
}

/** Prepares a job: times are numbers, and every value has its default. Only what the first view needs is done at once. */
export function prepare(job, isWatched) {
  const end = ms(job.ended_at);
  const asOf = ms(job.as_of);
  const isRunning = job.status === 'Running' && !job.is_zombie;
  const now = isRunning && isWatched ? Math.max(asOf, Date.now()) : asOf;
  const critical = new Set(job.critical_path);
  const sheets = job.sheets.map(sheet => new Sheet(sheet, now, critical.has(sheet.number)));
  return addLazily({ ...job, sheets, groups: new Map(), end, asOf, now, isRunning }, {
    start() {
      const waits = sheets.filter(sheet => sheet.since && !sheet.tries).map(sheet => sheet.since);
      const first = Math.min(job.totals.attempts ? ms(job.started_at) : Infinity, ...waits);
      return Number.isFinite(first) ? first : ms(job.created_at);
    },
    last() {
      const last = sheets.reduce((high, sheet) => Math.max(high, sheet.end ?? 0, sheet.next ?? 0), end ?? 0);
      return Math.max(last, this.start + 1000);
    },
    byNumber: () => new Map(sheets.map(sheet => [sheet.number, sheet])),
    itemsOf: () => Map.groupBy(sheets.filter(sheet => sheet.parent != null), sheet => sheet.parent),
    work() {
      return sheets.filter(sheet => isCounted(this, sheet));
    },
    noun() {
      return [...this.itemsOf.keys()].some(number => number > 0) ? 'sheets and items' : 'sheets';
    },
  });
}

/** Indicates whether a sheet is counted. One with items counts as its items, unless it failed although none of its items did. */
export function isCounted(job, sheet) {
  const items = job.itemsOf.get(sheet.number);
  return !items || sheet.status === 'Failed' && !items.some(item => item.status === 'Failed');
}

/** Returns the sheets that the choices of the reader select, in their order. */
export function select(job, get) {
  const words = get('q').toLowerCase();
  const number = /^#(\d+)$/.exec(words)?.[1];
  const [status, code, instrument] = [get('status'), get('code'), get('instrument')];
  const found = job.sheets.filter(sheet =>
    (!status || sheet.status === status)
    && (!code || sheet.error_code === code || sheet.codes.includes(code))
    && (!instrument || sheet.instrument === instrument)
    && (!get('path') || sheet.isCritical)
    && (!words || (number ? sheet.number === Number(number) : sheet.text.includes(words))));
  const key = KEYS[get('sort')];
  const sign = get('dir') === 'up' ? 1 : -1;
  return key ? found.sort((one, other) => sign * (key(one) - key(other)) || one.number - other.number) : found;
}

const KEYS = {
  duration: sheet => sheet.worked,
  wait: sheet => sheet.waited,
  cost: sheet => sheet.cost,
  attempts: sheet => sheet.tries,
  start: sheet => -(sheet.start ?? Infinity),
};

/** Returns the sheets with the largest values of a property, the largest first: as many as asked for, and not those with 0. */
export function largest(sheets, name, most) {
  const found = [];
  let least = 0;
  for (const sheet of sheets) {
    const value = sheet[name];
    if (value <= least)
      continue;
    const place = found.findIndex(other => other[name] < value);
    found.splice(place < 0 ? found.length : place, 0, sheet);
    found.length = Math.min(found.length, most);
    if (found.length === most)
      least = found.at(-1)[name];
  }
  return found;
}

/** Returns the median of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? 0 : sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
