/* Instants in words, on the collective's wall clock. */

const ZONE = "Europe/Paris";
const PARTS = new Intl.DateTimeFormat("fr-FR", {
  timeZone: ZONE,
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
  hourCycle: "h23",
});
const KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, dateStyle: "short" });
const DAY_MS = 86_400_000;
const RELATIVE = new Intl.RelativeTimeFormat("fr-FR");
const NAMED = new Intl.RelativeTimeFormat("fr-FR", { numeric: "auto" });
const UNITS = [
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

function parts(instant) {
  return Object.fromEntries(PARTS.formatToParts(instant).map(({ type, value }) => [type, value]));
}

function dayAndMonth(said) {
  const day = said.day === "1" || said.day === "1er" ? "1er" : said.day;
  return `${said.weekday} ${day} ${said.month}`;
}

/** « 9h05 » */
export function hour(instant) {
  const said = parts(new Date(instant));
  return `${Number(said.hour)}h${said.minute}`;
}

/** « mardi 24 novembre 2026 » */
export function day(instant) {
  const said = parts(new Date(instant));
  return `${dayAndMonth(said)} ${said.year}`;
}

/** « mardi 24 novembre 2026, 9h00 » */
export function full(instant) {
  return `${day(instant)}, ${hour(instant)}`;
}

/** « dans 21 jours », « demain », « il y a 3 heures »: from a day on, days are the calendar's. */
export function relative(instant, now) {
  const seconds = (new Date(instant) - new Date(now)) / 1000;
  if (Math.abs(seconds) * 1000 >= DAY_MS) {
    const [then, today] = [instant, now].map((one) => Date.parse(KEY.format(new Date(one))));
    const days = (then - today) / DAY_MS;
    return (Math.abs(days) === 1 ? NAMED : RELATIVE).format(days, "day");
  }
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  return RELATIVE.format(Math.round(seconds / size), unit);
}

/** « 9h05 » today, « hier, 14h12 », else « lundi 23 novembre, 14h12 », with the year if not ours. */
export function ago(instant, now) {
  const [then, today] = [new Date(instant), new Date(now)];
  if (KEY.format(then) === KEY.format(today)) return hour(then);
  if (KEY.format(then) === KEY.format(new Date(today.getTime() - DAY_MS))) {
    return `hier, ${hour(then)}`;
  }
  const said = parts(then);
  const year = said.year === parts(today).year ? "" : ` ${said.year}`;
  return `${dayAndMonth(said)}${year}, ${hour(then)}`;
}
