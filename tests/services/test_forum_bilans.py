"""A bilan that organisers want on a forum says nothing there that the chat alone knows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.domain.forum_writes import WriteAct
from bot.domain.publishing import Where
from bot.services import bilans, forum_bilans
from bot.services.asking import Asker
from tests.services.task_world import made, plain
from tests.services.vote_world import follow
from tests.world import ANNOUNCEMENTS, COLLECTIVE, GIROUETTE, world

ASKER = Asker(GIROUETTE.person, ANNOUNCEMENTS, COLLECTIVE, act="71")


async def test_the_title_of_its_thread_holds_no_id_of_whom_a_campaign_names(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await follow(w)
        lina = "1575990715341602817"
        name = f"Avec <@{lina}>"
        await made(w, campaign=name)
        scope = (await bilans.said(w.deps, COLLECTIVE, "", name)).card.scope
        where = Where(w.forum.name, WriteAct.OPEN, 6)
        hour = timedelta(hours=1)
        tally = await forum_bilans.start(w.deps, ASKER, scope, where, hour)
        assert lina not in tally.where.title
        assert plain(tally.where.title).startswith("Bilan, campagne « Avec ")
        wanted = forum_bilans.Wanted(f"{w.forum.url}/category/6", "", name, hour)
        shown = await forum_bilans.preview(w.deps, COLLECTIVE, wanted)
        assert lina not in shown.where.title
