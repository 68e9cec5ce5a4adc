/* The bots' commands, as people see them: French names, one entry per subcommand. */

const CHAT_INPUT = 1;
const [SUBCOMMAND, GROUP, BOOLEAN] = [1, 2, 5];
const PRIVATE = 1;
const MOST_SHOWN = 25;

/** Entries {words, description, needed, options: [{name, label, description, required, …}]}. */
export function entries(commands, isPrivate) {
  return commands
    .filter((one) => (one.type ?? CHAT_INPUT) === CHAT_INPUT && (!isPrivate || opens(one)))
    .flatMap((one) => leaves(one, [], one.default_member_permissions ?? null))
    .sort((one, other) => one.words.localeCompare(other.words, "fr"));
}

function opens(command) {
  return command.dm_permission !== false && (command.contexts ?? [PRIVATE]).includes(PRIVATE);
}

function leaves(part, before, needed) {
  const words = [...before, french(part, "name")];
  const inner = (part.options ?? []).filter((one) => [SUBCOMMAND, GROUP].includes(one.type));
  if (inner.length) return inner.flatMap((one) => leaves(one, words, needed));
  const options = (part.options ?? []).map(option);
  const required = options.filter((one) => one.required);
  return [
    {
      words: words.join(" "),
      description: french(part, "description"),
      needed,
      options: [...required, ...options.filter((one) => !one.required)],
    },
  ];
}

function option(one) {
  const yesOrNo = one.type === BOOLEAN ? ["oui", "non"].map((word) => choice(word, word)) : null;
  return {
    name: one.name,
    label: french(one, "name"),
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
  const words = folded(entry.words);
  if (words.startsWith(wanted)) return 0;
  if (words.includes(` ${wanted}`)) return 1;
  return folded(entry.description).includes(wanted) ? 2 : 3;
}

/** The entry whose whole name begins "/ville statut nice", and the rest; else null. */
export function typedOut(all, text) {
  for (const entry of all) {
    const start = `/${entry.words} `;
    if (folded(text).startsWith(folded(start))) return { entry, rest: text.slice(start.length) };
  }
  return null;
}
