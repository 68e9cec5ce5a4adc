/* The desk's interface: one function per request. What it refuses is one French sentence. */

const UNREACHABLE = "La démo ne répond pas. Votre texte est gardé\u00a0: réessayez.";

/** `status` is the answer's, null when there was none. */
export class Refused extends Error {
  constructor(sentence, status = null) {
    super(sentence);
    this.status = status;
  }
}

export async function ask(method, path, body) {
  if (body === undefined) return request(path, { method });
  const headers = { "Content-Type": "application/json" };
  return request(path, { method, headers, body: JSON.stringify(body) });
}

async function request(path, options) {
  let answer;
  let told;
  try {
    answer = await fetch(path, options);
    told = await answer.json();
  } catch {
    throw new Refused(UNREACHABLE);
  }
  if (!answer.ok) throw new Refused(told.error ?? UNREACHABLE, answer.status);
  return told;
}

const get = (path) => ask("GET", path);
const post = (path, body) => ask("POST", path, body);
const part = encodeURIComponent;

export const state = () => get("/desk/state");
export const clock = () => get("/clock");
export const advance = (seconds) => post("/clock", { advance_s: seconds });
export const advanceToNext = () => post("/clock", { next_due: true });
export const faults = () => get("/desk/faults");
export const setFault = (name, on) => post("/desk/faults", { name, on });

export const messages = (channel, person) =>
  get(`/desk/channels/${part(channel)}/messages?as=${part(person)}`);
export const say = (channel, person, content, replyTo) =>
  post(`/desk/channels/${part(channel)}/messages`, { as: person, content, reply_to: replyTo });
export const command = (channel, person, words, options) =>
  post(`/desk/channels/${part(channel)}/commands`, { as: person, command: words, options });
export const autocomplete = (channel, person, words, options, focused) =>
  post(`/desk/channels/${part(channel)}/autocomplete`, {
    as: person,
    command: words,
    options,
    focused,
  });
export const click = (message, person, channel, customId) =>
  post(`/desk/messages/${part(message)}/click`, { as: person, channel, custom_id: customId });
export const choose = (message, person, channel, customId, values) =>
  post(`/desk/messages/${part(message)}/choose`, { as: person, channel, custom_id: customId, values });
/** An entry of the message's menu, by its registered name. */
export const menu = (message, person, channel, name) =>
  post(`/desk/messages/${part(message)}/menu`, { as: person, channel, name });
/** {id, name} of a file, to give with a command or a form. */
export const hand = (person, file) =>
  request(`/desk/files?as=${part(person)}&name=${part(file.name)}`, { method: "POST", body: file });
/** `values` are texts or lists of values, by the fields' custom ids. */
export const submit = (form, person, values) =>
  post(`/desk/forms/${part(form)}`, { as: person, values });
/** Whether others may write to this person in private. */
export const setPrivate = (person, isOpen) =>
  ask("PATCH", `/desk/people/${part(person)}`, { dms_open: isOpen });
/** The id of the private channel between a person and a bot. */
export const privateChannel = async (person, bot) =>
  (await post("/desk/dm", { as: person, bot })).channel;

/** A channel's threads as this person sees them, archived ones too, the newest first. */
export const threads = (channel, person) =>
  get(`/desk/channels/${part(channel)}/threads?as=${part(person)}`);
/** `said` = {name, message} in a channel, {name, content, tags} in a forum: the new thread. */
export const startThread = (channel, person, said) =>
  post(`/desk/channels/${part(channel)}/threads`, { as: person, ...said });
/** `said` has any of name, archived, locked, pinned and tags. */
export const changeThread = (thread, person, said) =>
  ask("PATCH", `/desk/threads/${part(thread)}`, { as: person, ...said });
export const deleteThread = (thread, person) =>
  ask("DELETE", `/desk/channels/${part(thread)}?as=${part(person)}`);
