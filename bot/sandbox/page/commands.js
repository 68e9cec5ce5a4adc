/* The bots' commands, as people see them: French names, one entry per subcommand. Their names in
   other languages are understood, as Discord does. */

const [CHAT_INPUT, MESSAGE_MENU] = [1, 3];
export const ATTACHMENT = 11;
const [SUBCOMMAND, GROUP, BOOLEAN] = [1, 2, 5];
const PRIVATE = 1;
const MOST_SHOWN = 25;

/**
 * Entries {words, also, description, needed, options: [{name, label, names, description, required,
 * …}]}; `also` is the whole name in other languages, `names` all those of an option.
 */
export function entries(commands, isPrivate) {
  return commands
    .filter((one) => (one.type ?? CHAT_INPUT) === CHAT_INPUT && (!isPrivate || opens(one)))
    .flatMap((one) => leaves(one, [], [], one.default_member_permissions ?? null))
    .sort((one, other) => one.words.localeCompare(other.words, "fr"));
}

/** The entries {name, label, needed} that bots add to the menu of a message. */
export function menus(commands, isPrivate) {
  return commands
    .filter((one) => one.type === MESSAGE_MENU && (!isPrivate || opens(one)))
    .map((one) => ({
      name: one.name,
      label: french(one, "name"),
      needed: one.default_member_permissions ?? null,
    }));
}

function opens(command) {
  return command.dm_permission !== false && (command.contexts ?? [PRIVATE]).includes(PRIVATE);
}

function leaves(part, before, parts, needed) {
  const words = [...before, french(part, "name")];
  const way = [...parts, part];
  const inner = (part.options ?? []).filter((one) => [SUBCOMMAND, GROUP].includes(one.type));
  if (inner.length) return inner.flatMap((one) => leaves(one, words, way, needed));
  const options = (part.options ?? []).map(option);
  const required = options.filter((one) => one.required);
  return [
    {
      words: words.join(" "),
      also: translations(way).filter((one) => one !== words.join(" ")),
      description: french(part, "description"),
      needed,
      options: [...required, ...options.filter((one) => !one.required)],
    },
  ];
}

/** The whole name in each language that translates any of its words, and as it was registered. */
function translations(way) {
  const locales = way.flatMap((part) => Object.keys(part.name_localizations ?? {}));
  const named = [null, ...locales].map((locale) =>
    way.map((part) => part.name_localizations?.[locale] ?? part.name).join(" "),
  );
  return [...new Set(named)];
}

function option(one) {
  const yesOrNo = one.type === BOOLEAN ? ["oui", "non"].map((word) => choice(word, word)) : null;
  return {
    name: one.name,
    label: french(one, "name"),
    names: [one.name, ...Object.values(one.name_localizations ?? {})],
    description: french(one, "description"),
    type: one.type,
    channelTypes: one.channel_types ?? null,
    required: Boolean(one.required),
    autocomplete: Boolean(one.autocomplete),
    choices: one.choices?.map((each) => choice(french(each, "name"), each.value)) ?? yesOrNo,
  };
}

function choice(name, value) {
  return { name, value };
}

function french(part, key) {
  return part[`${key}_localizations`]?.fr || part[key] || "";
}

/** Without accents or case: « Échéance » is found by "eche". */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The entries that what was typed after "/" may mean, those that begin with it first. */
export function matching(all, typed) {
  const wanted = folded(typed.trim().replace(/\s+/g, " "));
  const ranked = all.map((entry) => ({ entry, rank: rank(entry, wanted) }));
  return ranked
    .filter(({ rank: one }) => one < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST_SHOWN)
    .map(({ entry }) => entry);
}

function rank(entry, wanted) {
  const names = [entry.words, ...entry.also].map(folded);
  if (names.some((words) => words.startsWith(wanted))) return 0;
  if (names.some((words) => words.includes(` ${wanted}`))) return 1;
  return folded(entry.description).includes(wanted) ? 2 : 3;
}

/** The entry whose whole name begins "/ville statut nice", and the rest; else null. */
export function typedOut(all, text) {
  for (const entry of all) {
    for (const words of [entry.words, ...entry.also]) {
      const start = `/${words} `;
      if (folded(text).startsWith(folded(start))) return { entry, rest: text.slice(start.length) };
    }
  }
  return null;
}
