// Shows values as people say them, and texts of agents as what they are.

const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]/g;
const code = c => `\\u{${c.codePointAt(0).toString(16).toUpperCase()}}`;

/** Returns a text of one line. Characters that control or reorder the text are shown as their codes. */
export const line = text => (text ?? '').replace(/\x1b\[[0-9;]*m/g, '').replace(/\s+/g, ' ').trim().replace(UNSAFE, code);

/** Returns a text of several lines. Colors must have been removed. */
export const lines = text => (text ?? '').replace(/\r\n?/g, '\n').replace(UNSAFE, code);

/** Returns a duration, as in 850 ms, 12.3 s, 4 min 05 s, 2 h 10 min and 3 d 4 h. */
export function duration(seconds) {
  const s = Math.round(seconds);
  if (seconds === 0)
    return '0 s';
  if (seconds < 0.9995)
    return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95)
    return `${seconds.toFixed(1)} s`;
  if (s < 3600)
    return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
  if (s < 86400)
    return `${Math.floor(s / 3600)} h ${String(Math.floor(s % 3600 / 60)).padStart(2, '0')} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`;
}

/** Returns a cost in dollars, as in $1,234.50 and $0.0003. Less than a hundredth of a cent is shown as zero. */
export function dollars(cost) {
  const [whole, cents] = cost.toFixed(cost < 0.01 ? 4 : 2).split('.');
  return `$${count(whole)}.${cents.slice(0, 2)}${cents.slice(2).replace(/0+$/, '')}`;
}

const SOURCES = { Measured: 'measured', Priced: 'from tokens and prices', Estimated: 'estimated' };

/** Returns where a cost comes from. */
export const source = name => SOURCES[name] ?? '';

/** Returns a whole number with separators. */
export const count = number => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** Returns a noun with its number. */
export const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

// Intl is not used for what every view shows: its first use takes longer than everything else of a small report.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = number => String(number).padStart(2, '0');

/** Returns a time with its date, in the time zone of the reader. */
export function moment(ms) {
  return ms == null ? '' : `${date(ms)}, ${clock(ms).slice(0, 5)}`;
}

/** Returns a date, in the time zone of the reader. */
export function date(ms) {
  const time = new Date(ms);
  return `${time.getDate()} ${MONTHS[time.getMonth()]} ${time.getFullYear()}`;
}

/** Returns a time of the day, in the time zone of the reader. */
export function clock(ms) {
  const time = new Date(ms);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** Returns the name of the reader's time zone. */
export const zone = () => (globalThis.Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone) || 'local time';

const STATUS = {
  Completed: ['done', 'Completed'],
  Failed: ['failed', 'Failed'],
  InProgress: ['running', 'Running'],
  Running: ['running', 'Running'],
  Dispatched: ['running', 'Dispatched'],
  Waiting: ['waiting', 'Waiting'],
  RetryScheduled: ['waiting', 'Retry scheduled'],
  Fermata: ['paused', 'Needs a decision'],
  Paused: ['paused', 'Paused'],
  PausedAtChain: ['paused', 'Paused'],
  Interrupted: ['paused', 'Interrupted'],
  Skipped: ['skipped', 'Skipped'],
  Cancelled: ['skipped', 'Cancelled'],
  Pending: ['pending', 'Pending'],
  Ready: ['pending', 'Ready'],
};

/** Returns the shape and the words of a status. */
export const status = name => STATUS[name] ?? ['pending', name];
