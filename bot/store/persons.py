"""What the base may hold of people: where it stands, and what becomes of it.

Every column of every table is named here, so that a test can tell of a new one that nobody
has decided about. `HOLDINGS` says which rows concern a person, what people call them, and what is
left when the person has them erased: nothing of what concerns nobody else, the fact alone of what
others rely on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.ids import ERASED
from bot.domain.own_data import Subject
from bot.domain.reminders import Noun

KEPT_FOR: Final = timedelta(days=90)  # a person's name on a total, once what it counted is over


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table, by what they may hold.

    `people`: the id of a person. `private`: a channel, which may be a person's own with Vigie.
    `words`: what people of the chat wrote, where somebody may be mentioned. `plain`: neither, or
    what a forum shows to everybody. `numbers`: ids of ours and of forums, and amounts; a chat's
    ids are text.
    """

    people: str = ""
    private: str = ""
    words: str = ""
    plain: str = ""
    numbers: str = ""

    @property
    def columns(self) -> list[str]:
        return f"{self.people} {self.private} {self.words} {self.plain} {self.numbers}".split()


TABLES: Final[Mapping[str, Table]] = {
    "_sqlite_migrations": Table(plain="migration_set name applied_at", numbers="id"),
    "meta": Table(plain="key value"),
    "acts": Table(plain="id made at"),
    "added_communes": Table(plain="code name added"),
    "alert_drafts": Table(
        "by",
        words="text",
        plain="collective channel schedule zone state",
        numbers="id alert version",
    ),
    "alerts": Table(
        "owner", words="text", plain="collective channel schedule zone state", numbers="id version"
    ),
    "attendances": Table("person", plain="coming act at", numbers="vote"),
    "brakes": Table(plain="collective channel state", numbers="id count"),
    "campaigns": Table(words="name folded", plain="owner", numbers="id"),
    "categories": Table(plain="forum name url", numbers="number parent public"),
    "changes": Table("by", words="before after why", plain="noun key at", numbers="id"),
    "collectives": Table(plain="id locale timezone since vote_reminders silent_since"),
    "contributions": Table("person", plain="week act at", numbers="id task amount corrects"),
    "deadlines": Table(
        "by taker",
        private="taker_channel",
        words="title",
        plain="owner city rule began due zone state channel",
        numbers="id vote request version project hidden",
    ),
    "deliveries": Table(
        private="channel lane place",
        words="facts",
        plain="kind reply_to collective cause due state reason digest message retry_at planned"
        " settled begun",
        numbers="id urgent attempts doubtful mirror amends braked",
    ),
    "document_request_events": Table(plain="event day", numbers="id request"),
    "document_requests": Table(
        words="what",
        plain="owner city stage began zone channel",
        numbers="id supposed by_silence version hidden",
    ),
    "evidence": Table("by", plain="sha data kept", numbers="id vote"),
    "follow_starts": Table(plain="forum", numbers="follow after_post"),
    "follows": Table(
        plain="collective channel room asked_in forum scope key title url mode state missing"
        " closed",
        numbers="id after_post was_mute restricted",
    ),
    "forum_tallies": Table(
        words="title name",
        plain="collective scope channel forum act url state reason mark counted written due",
        numbers="id place post every_s version",
    ),
    "forum_tally_names": Table(words="said", plain="noun", numbers="tally turn shown"),
    "forum_tally_tasks": Table(numbers="tally task"),
    "forum_writes": Table(
        words="title markdown",
        plain="noun cause collective forum act expects state reason url planned begun retry_at"
        " settled",
        numbers="id number place answers most attempts doubtful kept_back post topic unwanted",
    ),
    "forums": Table(
        plain="name url engine title last_success last_new trouble trouble_since categories_read"
        " told doubted newest_at unread_older unread_at threads_told",
        numbers="position seen_from account",
    ),
    "kept_forms": Table("person", words="typed", plain="id action until"),
    "kits": Table(
        "by", plain="owner kit city begun chosen channel state", numbers="id vote campaign version"
    ),
    "mirrors": Table(plain="collective channel room forum state thread since", numbers="id topic"),
    "notices": Table(plain="channel collective sources state", numbers="turn"),
    "place_readings": Table(plain="forum kind key read"),
    "posts": Table(
        plain="forum author posted url html edited kept markdown",
        numbers="number topic place deleted",
    ),
    "project_offers": Table(plain="collective channel state at asks", numbers="id project"),
    "project_sources": Table(
        "by", words="label detail url", plain="as_of at", numbers="id project"
    ),
    "project_steps": Table(
        "by", words="why", plain="at before after happened", numbers="id project source corrects"
    ),
    "projects": Table(
        words="title supplier fact challenge_court challenge_outcome",
        plain="owner city seed standing theme status before since seen challenge_since",
        numbers="id root cameras cost source hidden",
    ),
    "publication_parts": Table(
        "author",
        private="private",
        words="text",
        plain="message channel agreed",
        numbers="publication",
    ),
    "publications": Table(
        "by",
        private="private",
        words="title name text",
        plain="collective channel forum act thread state reason mark url touched",
        numbers="id place answers most post version",
    ),
    "quiet_hours": Table("id", plain="whose begins ends"),
    "reminders": Table(
        "person",
        private="channel",
        words="words",
        plain="noun key audience collective city occurs at due state asked_in",
        numbers="id offset_s urgent",
    ),
    "seen_posts": Table(plain="forum", numbers="number"),
    "task_takers": Table("person", private="channel", plain="since until", numbers="id task"),
    "tasks": Table(
        "by",
        words="title unit",
        plain="owner city due zone status channel closed",
        numbers="id target before_sitting for_one vote project campaign kit hidden version"
        " ended_with_vote",
    ),
    "topic_links": Table(
        "by", plain="collective forum city channel state at", numbers="id topic asked"
    ),
    "topics": Table(
        plain="forum title url category_name tags seen missing_since active read_next gone"
        " unread_since round_ended newest words",
        numbers="number category locked round_page",
    ),
    "trusts": Table("by", plain="collective trusted at"),
    "unread_posts": Table(plain="forum post", numbers="number"),
    "vote_offers": Table(plain="collective channel state at", numbers="id vote version"),
    "vote_statements": Table("by", words="facts", plain="day state at", numbers="id vote"),
    "vote_steps": Table(
        "by", words="why", plain="at before after day hour zone", numbers="id vote corrects second"
    ),
    "vote_threads": Table(plain="forum title url", numbers="vote topic"),
    "votes": Table(
        "reporter confirmer",
        words="place number words source url",
        plain="owner city status day hour zone theme channel published mark convoked",
        numbers="id root second votes_for votes_against abstained sequence version hidden merged"
        " earlier",
    ),
    "watches": Table("person", private="channel", plain="city since", numbers="id"),
}
# Of these, the history holds a person as what was before or after, and not only as who did it.
NAMING: Final = ("deadline:taker", "alert:owner")
# What becomes the same once nobody is mentioned is one there.
MERGED: Final = frozenset({"forum_tally_names"})
# What only finds a row again, and may hold the ids of several.
DERIVED: Final = frozenset({"audience", "digest"})


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of a table that concern a person.

    In SQL: `where` they are, with `:person` and `:channels`, theirs with Vigie, as JSON; `erase`,
    what is set for the person to be gone, empty where the rows go whole; `also` what a reader needs
    of other tables; `forgotten`: the rows that are over since before `:before`, a day, and lose
    their person by themselves. `shows`: the columns of the readable text.
    """

    subject: Subject
    table: str
    where: str
    erase: str
    shows: str
    also: str = ""
    forgotten: str = ""

    @property
    def goes(self) -> bool:
        """Whether nothing is left that anybody else relies on."""
        return self.subject in _OWN


_OWN: Final = frozenset(
    {
        *(Subject.REMINDERS, Subject.REMINDER_STEPS, Subject.QUIET_HOURS, Subject.WATCHES),
        *(Subject.DRAFTS, Subject.PRIVATE_MESSAGES, Subject.NOTICES, Subject.PHOTOS),
    }
)
_NAMING: Final = ", ".join(f"'{one}'" for one in NAMING)
_THEIRS: Final = "(select value from json_each(:channels))"
_STOPPED: Final = (
    "reason = case when state in ('planned', 'held', 'sending') then 'erased' else reason end,"
    " settled = case when state in ('planned', 'held', 'sending') then :now else settled end,"
    " retry_at = null, state = case state when 'planned' then 'withheld' when 'held' then"
    " 'withheld' when 'sending' then 'failed' else state end"
)
# What is on its way to a forum may arrive still; what waits never leaves.
_CALLED_BACK: Final = (
    "reason = case when state in ('done', 'failed') then reason"
    " when doubtful or state <> 'planned' then 'uncertain' end,"
    " settled = coalesce(settled, :now), state = case state when 'done' then 'done' else 'failed'"
    " end, retry_at = null, markdown = '', title = ''"
)
# What they called off already is taken back if it arrives, known by its mark.
_LOOKED_FOR: Final = (
    "unwanted and expects is not null and state in ('planned', 'writing', 'queued')"
)
_IS_PERHAPS_THERE: Final = (
    "exists (select 1 from forum_writes w where w.noun = 'publication'"
    " and w.number = publications.id and w.unwanted and w.state in ('planned', 'writing'))"
)
# The forum's moderators have it, and nobody called it off.
_IS_HELD: Final = (
    "(select 1 from forum_writes w where w.noun = 'publication' and w.number = {id}"
    " and w.state = 'queued' and not w.unwanted) as held"
)
# It may have arrived there, nobody knows yet.
_IS_ON_ITS_WAY: Final = (
    "(select 1 from forum_writes w where w.noun = 'publication' and w.number = {id}"
    " and w.act in ('reply', 'open') and (w.state = 'writing' or w.state = 'planned' and"
    " w.doubtful)) as on_its_way"
)
_OF_A_VOTE: Final = (
    "(select v.day from votes v where v.id = vote) as day,"
    " (select v.city from votes v where v.id = vote) as city"
)
_OF_A_TASK: Final = (
    "(select t.city from tasks t where t.id = task) as city,"
    " (select t.title from tasks t where t.id = task) as title"
)
# It was closed since then; or its day is past, where it has one, and nobody does anything any more.
_OVER: Final = (
    "from tasks t where t.closed < :before"
    " or t.closed is null and (t.due is null or t.due < :before)"
    " and not exists (select 1 from contributions c where c.task = t.id and c.at >= :before)"
    " and not exists (select 1 from task_takers k where k.task = t.id and k.since >= :before)"
)
OVER_TASK: Final = f"person is not null and task in (select t.id {_OVER})"
_REMINDER_OF_AN_OVER_TASK: Final = (
    f"noun = '{Noun.TASK}' and person is not null and key in (select cast(t.id as text) {_OVER})"
)
_OF_A_PROJECT: Final = (
    "(select p.city from projects p where p.id = project) as city,"
    " (select p.title from projects p where p.id = project) as title"
)

# In the order in which they are erased: the history of a reminder is found by the reminder. Those
# with a number that a button or a nonce holds are emptied, so that it never becomes another's.
HOLDINGS: Final = (
    Holding(
        Subject.REMINDER_STEPS,
        "changes",
        "noun = 'reminder' and (by = :person or key in"
        " (select cast(r.id as text) from reminders r where r.person = :person))",
        "",
        "at words after",
        "(select r.words from reminders r where r.person = :person"
        " and cast(r.id as text) = changes.key) as words",
    ),
    Holding(
        Subject.REMINDERS,
        "reminders",
        "person = :person",
        f"key = 'erased:' || id, audience = '{ERASED}', person = '{ERASED}', collective = null,"
        " city = null, channel = '', words = '', asked_in = null, state = case when state in"
        " ('pending', 'snoozed', 'proposed') then 'cancelled' else state end",
        "at noun words title",
        "case noun when 'task' then (select t.title from tasks t where cast(t.id as text) = key)"
        " when 'deadline' then (select d.title from deadlines d where cast(d.id as text) = key)"
        " end as title",
        _REMINDER_OF_AN_OVER_TASK,
    ),
    Holding(
        Subject.QUIET_HOURS, "quiet_hours", "whose = 'person' and id = :person", "", "begins ends"
    ),
    Holding(
        Subject.PRIVATE_MESSAGES,
        "deliveries",
        f"channel in {_THEIRS} or lane in {_THEIRS} or place in {_THEIRS}",
        f"channel = '{ERASED}', lane = '{ERASED}', place = null, cause = 'erased:' || id,"
        " collective = null, facts = '{}', reply_to = null, digest = null, message = null,"
        f" {_STOPPED}",
        "planned",
    ),
    Holding(
        Subject.NOTICES,
        "deliveries",
        "kind = 'reminder_closed' and facts ->> 'person' = :person",
        f"facts = '{{}}', {_STOPPED}",
        "planned",
    ),
    Holding(Subject.WATCHES, "watches", "person = :person", "", "since city"),
    Holding(
        Subject.DRAFTS,
        "alert_drafts",
        "by = :person",
        f"by = '{ERASED}', text = '', channel = '', state = 'dropped'",
        "text",
    ),
    Holding(
        Subject.DRAFTS,
        "kept_forms",
        "person = :person",
        "",
        "until words",
        "(select group_concat(value, ' · ') from json_each(typed)) as words",
    ),
    # What they confirmed and is not on the forum yet stays away from it, theirs or with their
    # words; what a moderator of it reads already is no longer looked for, unless it is another's.
    Holding(
        Subject.PUBLICATIONS,
        "forum_writes",
        f"noun = 'publication' and markdown <> '' and {_LOOKED_FOR} and number in"  # noqa: S608
        " (select p.id from publications p where p.by = :person"
        " union select p.publication from publication_parts p where p.author = :person)",
        "markdown = '', title = ''",
        "planned noun title markdown url",
    ),
    Holding(
        Subject.PUBLICATIONS,
        "forum_writes",
        f"noun = 'publication' and markdown <> '' and not ({_LOOKED_FOR}) and number in"  # noqa: S608
        " (select p.id from publications p where p.by = :person)",
        _CALLED_BACK,
        "planned noun title markdown url",
    ),
    Holding(
        Subject.PUBLICATIONS,
        "forum_writes",
        "noun = 'publication' and markdown <> '' and state <> 'queued'"  # noqa: S608
        f" and not ({_LOOKED_FOR}) and number in"
        " (select p.publication from publication_parts p where p.author = :person)",
        _CALLED_BACK,
        "planned noun title markdown url",
    ),
    # What they wrote is taken out of others' drafts, too, which are then no longer agreed to, once
    # it is known that they do not stand there; who agreed to what a moderator reads may still think
    # otherwise.
    Holding(
        Subject.PUBLICATIONS,
        "publications",
        "by <> :person and text <> '' and id in"
        " (select p.publication from publication_parts p where p.author = :person)",
        "text = '', version = version + (state <> 'queued'),"
        f" state = case when state = 'asking' or state = 'sending' and not {_IS_PERHAPS_THERE}"
        " then 'open' else state end",
        "touched text",
    ),
    Holding(
        Subject.PUBLICATIONS,
        "deliveries",
        "kind = 'consent_asked' and reply_to in"
        " (select p.message from publication_parts p where p.author = :person)",
        f"reply_to = null, cause = 'erased:' || id, {_STOPPED}",
        "planned noun",
        "'consent' as noun",
    ),
    Holding(
        Subject.PUBLICATIONS,
        "publication_parts",
        "author = :person",
        f"author = '{ERASED}', text = '', private = '',"
        " message = '-' || abs(random() % 1000000000000000),"
        " agreed = case when agreed = 'own' then agreed else 'refused' end",
        "touched noun became public text",
        "'message' as noun,"  # noqa: S608
        " (select p.touched from publications p where p.id = publication) as touched,"
        " (select p.state from publications p where p.id = publication) as became,"
        " (select p.version from publications p where p.id = publication) as version,"
        " (select p.url from publications p where p.id = publication and p.state = 'published')"
        f" as public, {_IS_HELD.format(id='publication')},"
        f" {_IS_ON_ITS_WAY.format(id='publication')}",
    ),
    Holding(
        Subject.PUBLICATIONS,
        "publications",
        "by = :person",
        f"by = '{ERASED}', private = '', name = '', title = '', text = '', state = case when state"
        " in ('published', 'withdrawn') then state else 'dropped' end",
        "touched became name title text url",
        "state as became, case when state = 'published' then url end as public,"
        f" {_IS_HELD.format(id='publications.id')},"
        f" {_IS_ON_ITS_WAY.format(id='publications.id')}",
    ),
    Holding(Subject.PHOTOS, "evidence", "by = :person", "", "kept day city", _OF_A_VOTE),
    Holding(
        Subject.VOTES_REPORTED,
        "votes",
        "reporter = :person",
        f"reporter = '{ERASED}',"
        f" confirmer = case when confirmer = :person then '{ERASED}' else confirmer end",
        "day city words",
    ),
    # Another mark than that of who reported it: two people did look.
    Holding(
        Subject.VOTES_CONFIRMED,
        "votes",
        "confirmer = :person",
        f"confirmer = '{ERASED}:other'",
        "day city words",
    ),
    # A mark of its own each: one answer a person is what the table keeps to.
    Holding(
        Subject.ATTENDANCES,
        "attendances",
        "person = :person",
        f"person = '{ERASED}:' || lower(hex(randomblob(8))), act = ''",
        "at day city coming",
        _OF_A_VOTE,
        f"person not like '{ERASED}:%' and vote in"  # noqa: S608 - constants
        " (select v.id from votes v where v.day < :before"
        " and v.status not in ('rumoured', 'reported', 'confirmed', 'on_agenda', 'postponed'))",
    ),
    Holding(
        Subject.DEADLINES_ADDED, "deadlines", "by = :person", f"by = '{ERASED}'", "due city title"
    ),
    Holding(
        Subject.DEADLINES_TAKEN,
        "deadlines",
        "taker = :person",
        "taker = null, taker_channel = null",
        "due city title",
    ),
    Holding(Subject.TASKS_MADE, "tasks", "by = :person", "by = null", "city title due"),
    Holding(Subject.TASKS_MADE, "kits", "by = :person", "by = null", "city kit begun"),
    Holding(
        Subject.TASKS_TAKEN,
        "task_takers",
        "person = :person",
        "person = null, channel = null, until = coalesce(until, :now)",
        "since city title",
        _OF_A_TASK,
        OVER_TASK,
    ),
    # The row stays, for the totals; another act, by which nobody finds what was clicked.
    Holding(
        Subject.CONTRIBUTIONS,
        "contributions",
        "person = :person",
        "person = null, act = 'erased:' || id",
        "at city title amount",
        f"{_OF_A_TASK}, (select t.unit from tasks t where t.id = task) as unit, amount + (select"  # noqa: S608
        " coalesce(sum(c.amount), 0) from contributions c where c.corrects = contributions.id)"
        " as stands",
        OVER_TASK,
    ),
    Holding(
        Subject.PROJECTS,
        "project_steps",
        "by = :person and before is null",
        f"by = '{ERASED}'",
        "at city title",
        _OF_A_PROJECT,
    ),
    Holding(
        Subject.STEPS,
        "project_steps",
        "by = :person and before is not null",
        f"by = '{ERASED}'",
        "at city title why",
        _OF_A_PROJECT,
    ),
    Holding(
        Subject.SOURCES,
        "project_sources",
        "by = :person",
        f"by = '{ERASED}'",
        "at city title label url",
        _OF_A_PROJECT,
    ),
    Holding(
        Subject.STEPS,
        "vote_steps",
        "by = :person",
        f"by = '{ERASED}'",
        "at city why",
        "(select v.city from votes v where v.id = vote) as city",
    ),
    Holding(
        Subject.STATEMENTS,
        "vote_statements",
        "by = :person",
        f"by = '{ERASED}'",
        "at day city",
        _OF_A_VOTE,
    ),
    Holding(Subject.LINKS, "topic_links", "by = :person", f"by = '{ERASED}'", "at city"),
    Holding(Subject.ALERTS, "alerts", "owner = :person", f"owner = '{ERASED}'", "text"),
    Holding(Subject.TRUSTS, "trusts", "by = :person", f"by = '{ERASED}'", "at"),
    Holding(
        Subject.ACTS,
        "changes",
        "by = :person and noun <> 'reminder'",
        f"by = '{ERASED}'",
        "at noun",
    ),
    Holding(
        Subject.NAMINGS,
        "changes",
        f"noun in ({_NAMING}) and (before = :person or after = :person)",
        f"before = case when before = :person then '{ERASED}' else before end,"
        f" after = case when after = :person then '{ERASED}' else after end",
        "at noun",
    ),
)
