/* The desk's interface to one of the forums. What it refuses is one French sentence. */

import { ask } from "./api.js";

/** The forums there are: `base` is where the desk answers for one. */
export const FACES = [
  { id: "forum", name: "NodeBB", base: "/desk/forum" },
  { id: "discourse", name: "Discourse", base: "/desk/discourse" },
];

/** One function per request to the forum of that base. */
export function forumAt(base) {
  const topic = (tid) => `${base}/topics/${encodeURIComponent(tid)}`;
  const post = (pid) => `${base}/posts/${encodeURIComponent(pid)}`;
  return {
    topics: () => ask("GET", `${base}/topics`),
    categories: () => ask("GET", `${base}/categories`),
    topic: (tid) => ask("GET", topic(tid)),
    /** `said` = {category, author, title, content, tags}; gives {tid}. */
    openTopic: (said) => ask("POST", `${base}/topics`, said),
    /** `said` has any of title, category, tags, locked and deleted. */
    changeTopic: (tid, said) => ask("PATCH", topic(tid), said),
    purgeTopic: (tid) => ask("POST", `${topic(tid)}/purge`),
    reply: (tid, author, content) => ask("POST", `${topic(tid)}/replies`, { author, content }),
    edit: (pid, content) => ask("PUT", post(pid), { content }),
    remove: (pid) => ask("DELETE", post(pid)),
    restore: (pid) => ask("PATCH", post(pid), { deleted: false }),
    purge: (pid) => ask("POST", `${post(pid)}/purge`),
  };
}
