/* Where the forum's posts were carried to in the chat. */

const ADDRESS = /https?:\/\/[^\s<>()]+/g;
const REPLY = 19;

/** {address: [{room, timestamp}]} of all the posts that bots carried into these rooms. */
export function carriedPosts(conversations) {
  const found = new Map();
  for (const room of conversations.all()) {
    for (const message of conversations.in(room.id)) {
      const address = isCarried(message) ? message.content.match(ADDRESS)?.at(-1) : null;
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

/** A post ends with its address; so may an answer, but that answers somebody. */
function isCarried(message) {
  const answersSomebody = message.type === REPLY && !message.referenced_message?.author.bot;
  return message.author.bot && !message.ephemeral_for && !message.interaction && !answersSomebody;
}

/** The address that a post's carried words end with, on either forum. */
export function addressOf(post, topic) {
  if (post.number !== undefined) return `${topic.url}/${post.number}`;
  return `${new URL(topic.url).origin}/post/${post.pid}`;
}
