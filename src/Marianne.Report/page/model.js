// Prepares the data of the page for the views.

const ms = time => time ? Date.parse(time) : null;

/** What a sheet has if its column is left out or empty. */
const FIELDS = {
  number: 0, title: null, group: null, parent: null, item_key: null, status: null, kind: null, instrument: null, model: null, error: null,
  error_code: null, depends_on: null, worked: 0, waited: 0, cost: 0, cost_source: null, input_tokens: 0, output_tokens: 0, since: null,
  next: null, tries: 0, started: null, ended: null,
};

/** A sheet: a row of the columns of its job. Its attempts are in a block of their own, which has to be read before they are asked for. */
class Sheet {
  #first;
  #attempts;
  #text;

  constructor(job, index, first, isCritical) {
    this.job = job;
    this.index = index;
    this.#first = first;
    this.isCritical = isCritical;
  }

  /** The time at which the first attempt or the wait for it started; null if there was neither. */
  get start() {
    return this.started ?? this.since;
  }

  /** The time at which the last attempt ended; null if there was none. */
  get end() {
    return this.since || this.tries && !this.ended ? this.job.now : this.ended;
  }

  /** The codes of the errors of its attempts, each once. */
  get codes() {
    return this.job.columns.codes?.[this.index]?.split(' ') ?? [];
  }

  /** The attempts, the oldest first. Their prompts and outputs are those of the block of details. */
  get attempts() {
    return this.#attempts ??= Array.from({ length: this.tries }, (_, index) => this.#attemptAt(this.#first + index));
  }

  #attemptAt(at) {
    const { attempts, details, now } = this.job;
    const value = name => attempts[name]?.[at] ?? null;
    const text = name => this.job.details?.attempts[name]?.[at] ?? null;
    return {
      number: value('number'), outcome: value('outcome'), start: value('start'), end: value('end') ?? now, waited: value('waited') ?? 0,
      exit_code: value('exit_code'), error_code: value('error_code'), instrument: value('instrument'),
      get prompt() { return text('prompt'); }, get output() { return text('output'); }, get output_cut() { return text('output_cut') ?? 0; },
    };
  }

  /** The validations of the last attempt, of the block of details. */
  get validations() {
    return this.job.details.sheets.validations?.[this.index] ?? [];
  }

  /** The text in which a search looks: the name, the error, the prompts and the outputs, which are in the block of details. */
  get text() {
    return this.#text ??= this.#read();
  }

  #read() {
    const { prompt, output } = this.job.details.attempts;
    const texts = [prompt, output].flatMap(column => column?.slice(this.#first, this.#first + this.tries) ?? []);
    return [this.number, this.title, this.error, this.error_code, this.instrument, this.model, ...texts]
      .filter(Boolean).join('\n').toLowerCase();
  }
}

for (const [name, otherwise] of Object.entries(FIELDS))
  Object.defineProperty(Sheet.prototype, name, { get() { return this.job.columns[name]?.[this.index] ?? otherwise; } });

/** Returns the rows of columns as objects. What is left out or empty has its default. */
export function rowsOf(columns, defaults) {
  const length = Math.max(0, ...Object.values(columns).map(column => column.length));
  const names = Object.keys(defaults);
  return Array.from({ length }, (_, index) => Object.fromEntries(names.map(name => [name, columns[name]?.[index] ?? defaults[name]])));
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
export function prepare(raw, isWatched) {
  const job = { ...raw, groups: new Map() };
  const end = ms(job.ended_at);
  const asOf = ms(job.as_of);
  const isRunning = job.status === 'Running' && !job.is_zombie;
  const now = isRunning && isWatched ? Math.max(asOf, Date.now()) : asOf;
  Object.assign(job, { end, asOf, now, isRunning });
  const critical = new Set(job.critical_path);
  let first = 0;
  const sheets = job.sheets = (job.columns.number ?? []).map((number, index) => {
    const sheet = new Sheet(job, index, first, critical.has(number));
    first += sheet.tries;
    return sheet;
  });
  return addLazily(job, {
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

/** Returns the sheets of a job with the largest values in a column, the largest first: as many as asked for, and not those with 0. */
export function largest(job, name, most) {
  const values = job.columns[name] ?? [];
  const found = [];
  let least = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value <= least)
      continue;
    const place = found.findIndex(other => values[other] < value);
    found.splice(place < 0 ? found.length : place, 0, index);
    found.length = Math.min(found.length, most);
    if (found.length === most)
      least = values[found.at(-1)];
  }
  return found.map(index => job.sheets[index]);
}

/** Returns the median of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? 0 : sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
