"""What the people in charge do to categories."""

from __future__ import annotations

from typing import Any, Final

from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.rendering import slugify
from bot.sandbox.forum.state import ForumState
from bot.sandbox.forum.things import Readers

TITLE_LENGTHS: Final = range(3, 256)
BLANK: Final[dict[str, Any]] = {
    "description": "",
    "descriptionParsed": "",
    "icon": "hidden",
    "bgColor": "#7CAFC2",
    "color": "#ffffff",
    "disabled": 0,
    "link": "",
    "numRecentReplies": 1,
    "class": "col-md-3 col-6",
    "imageClass": "cover",
    "isSection": 0,
    "subCategoriesPerPage": 10,
    "minTags": 0,
    "maxTags": 5,
    "postQueue": 0,
    "nickname": "",
    "url": "",
}


class Places(ForumState):
    """Acts on categories."""

    def create_category(self, name: str, parent: int = 0) -> int:
        """The new category's cid; `parent` is 0 at the top. Raises RefusedError (title, place)."""
        name = checked_title(name)
        if parent:
            self.category(parent)
        cid = max(self.categories, default=0) + 1
        slug = slugify(name)
        self.categories[cid] = {
            **BLANK,
            "cid": cid,
            "name": name,
            "handle": slug,
            "slug": f"{cid}/{slug}",
            "parentCid": parent,
            "order": cid,
            "tagWhitelist": [],
        }
        self.announce("forum.category.create", cid=cid)
        return cid

    def delete_category(self, cid: int) -> None:
        """Its threads go with it; its own categories move up. Raises RefusedError(PLACE)."""
        gone = self.category(cid)
        for topic in [topic for topic in self.topics.values() if topic.cid == cid]:
            self.purge_topic(topic.tid)
        for other in self.categories.values():
            if other["parentCid"] == cid:
                other["parentCid"] = gone["parentCid"]
        del self.categories[cid]
        self.readers.pop(cid, None)
        self.announce("forum.category.delete", cid=cid)

    def restrict(self, cid: int, readers: Readers = Readers.MEMBERS) -> None:
        """Say who may read the category. Raises RefusedError(PLACE)."""
        self.category(cid)
        self.readers[cid] = readers
        self.announce("forum.category.restrict", cid=cid)

    def purge_topic(self, tid: int) -> None:
        """The thread and its posts are gone for good. Raises RefusedError(MISSING)."""
        topic = self.topic(tid)
        for pid in list(topic.pids):
            self.forget(self.posts[pid])
            self.answers.pop(pid, None)
        del self.topics[tid]
        self.users[topic.uid].topics -= 1
        self.announce("forum.topic.purge", tid=tid)


def checked_title(title: str) -> str:
    """Raises RefusedError(TITLE)."""
    title = title.strip()
    if len(title) not in TITLE_LENGTHS:
        raise RefusedError(No.TITLE)
    return title
