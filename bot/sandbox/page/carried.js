/* Where the forum's posts were carried to in the chat. */

const LINK = /\]\(<(https?:\/\/[^\s<>()]+)>\)/g;
const REPLY = 19;

/** {address: [{room, timestamp}]} of all the posts that bots carried into these rooms. */
export function carriedPosts(conversations) {
  const found = new Map();
  for (const room of conversations.all()) {
    for (const message of conversations.in(room.id)) {
      const address = isCarried(message) ? linked(message.content) : null;
      if (!address) continue;
      const places = found.get(address) ?? [];
      if (!places.some((one) => one.room.id === room.id)) {
        places.push({ room, timestamp: message.timestamp });
      }
      found.set(address, places);
    }
  }
  return found;
}

/** The address of the last words that link to one; an address that is told as it is carries no
    words of its post. */
function linked(content) {
  return [...content.matchAll(LINK)].at(-1)?.[1];
}

/** A post ends with a link to it; so may an answer, but that answers somebody. */
function isCarried(message) {
  const answersSomebody = message.type === REPLY && !message.referenced_message?.author.bot;
  return message.author.bot && !message.ephemeral_for && !message.interaction && !answersSomebody;
}

/** The address that a post's carried words end with, on either forum. */
export function addressOf(post, topic) {
  if (post.number !== undefined) return `${topic.url}/${post.number}`;
  return `${new URL(topic.url).origin}/post/${post.pid}`;
}
