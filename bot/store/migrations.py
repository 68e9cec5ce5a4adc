"""Numbered steps from an empty base to today's; each one is final once released."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.domain.folding import fold

steps = Migrations("vigie")


class NewerBase(Exception):
    """The base was written by a later Vigie, which this one could damage."""

    def __init__(self, path: Path, unknown: list[str]) -> None:
        super().__init__(f"{path}: {', '.join(unknown)}")
        self.path, self.unknown = path, unknown


def migrate(db: Database, path: Path) -> list[str]:
    """Bring the base up to date and name the steps taken, after a copy beside it.

    Raises NewerBase before anything is touched, sqlite3.Error with the base as it was.
    """
    refuse_newer(db, path)
    pending = [step.name for step in steps.pending(db)]
    if not pending:
        return []
    if steps.applied(db):
        _copy(db, path.with_name(f"{path.name}.before-{pending[0]}"))
    db.execute("pragma foreign_keys = off")  # transform() refuses otherwise
    try:
        steps.apply(db)
    finally:
        db.execute("pragma foreign_keys = on")
    return pending


def refuse_newer(db: Database, path: Path) -> None:
    """Raises NewerBase when the base took steps that this Vigie does not know."""
    unknown = [step.name for step in steps.applied(db) if step.name not in _all_names()]
    if unknown:
        raise NewerBase(path, unknown)


def _all_names() -> set[str]:
    return {step.name for step in steps.pending(Database(memory=True))}


def _copy(db: Database, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.part")
    with contextlib.closing(sqlite3.connect(unfinished)) as copy:
        db.conn.backup(copy)
    unfinished.replace(target)


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n\n"):
        db.execute(statement)


@steps(name="0001_start")
def _start(db: Database) -> None:
    _run(db, _START)
    # Nonces must differ between two bases that write as the same account.
    db.execute("insert into meta (key, value) values ('nonce', ?)", [secrets.token_hex(4)])


_START = """
create table meta (key text primary key, value text not null) strict;

create table collectives (
  id text primary key,
  locale text,
  timezone text,
  since text not null
) strict;

create table forums (
  name text primary key,
  url text not null,
  engine text not null default '',
  title text not null default '',
  position integer,
  last_success text,
  last_new text,
  trouble text,
  trouble_since text
) strict;

create table topics (
  forum text not null references forums (name),
  number integer not null,
  title text not null,
  url text not null,
  category text not null,
  tags text not null,
  seen text not null,
  primary key (forum, number)
) strict;

create table posts (
  forum text not null,
  number integer not null,
  topic integer not null,
  author text not null,
  posted text not null,
  url text not null,
  html text not null,
  primary key (forum, number),
  foreign key (forum, topic) references topics (forum, number)
) strict;

create table follows (
  id integer primary key,
  collective text not null references collectives (id),
  channel text not null,
  forum text not null,
  topic integer not null,
  after_post integer not null,
  state text not null,
  foreign key (forum, topic) references topics (forum, number)
) strict;

create unique index one_follow on follows (channel, forum, topic) where state = 'active';

create index follows_by_topic on follows (forum, topic) where state = 'active';

create table changes (
  id integer primary key,
  noun text not null,
  key text not null,
  at text not null,
  by text,
  before text,
  after text not null,
  why text
) strict;

create table deliveries (
  id integer primary key,
  kind text not null,
  channel text not null,
  reply_to text,
  collective text references collectives (id),
  cause text not null,
  facts text not null,
  urgent integer not null default 0,
  due text not null,
  state text not null,
  reason text,
  digest text,
  message text,
  attempts integer not null default 0,
  retry_at text,
  doubtful integer not null default 0,
  planned text not null,
  settled text,
  unique (cause, channel)
) strict;

create index deliveries_due on deliveries (due) where state = 'planned';

create index deliveries_queue on deliveries (channel, urgent desc, due, id)
  where state = 'planned';

create index deliveries_sending on deliveries (id) where state = 'sending';

create index deliveries_told on deliveries (channel, message) where message is not null
"""


@steps(name="0002_bridge")
def _bridge(db: Database) -> None:
    _run(db, _BRIDGE)


_BRIDGE = """
create table categories (
  forum text not null references forums (name),
  number integer not null,
  name text not null,
  url text not null,
  parent integer not null,
  primary key (forum, number)
) strict;

create table tag_readings (
  forum text not null references forums (name),
  tag text not null,
  read text not null,
  primary key (forum, tag)
) strict;

alter table forums add column categories_read text;

alter table forums add column told text;

alter table topics rename column category to category_name;

alter table topics add column category integer not null default 0;

alter table topics add column locked integer not null default 0;

alter table topics add column missing_since text;

alter table topics add column active text;

alter table topics add column read_next text;

create index topics_to_read on topics (forum, read_next) where read_next is not null;

alter table posts add column place integer;

alter table posts add column edited text;

alter table posts add column deleted integer not null default 0;

alter table posts add column kept text not null default '';

update posts set kept = posted;

create index posts_of_topic on posts (forum, topic, number);

drop index one_follow;

drop index follows_by_topic;

alter table follows rename to follows_of_threads;

create table follows (
  id integer primary key,
  collective text not null references collectives (id),
  channel text not null,
  room text not null,
  asked_in text not null,
  forum text not null,
  scope text not null,
  key text not null,
  title text not null,
  url text not null,
  mode text not null,
  after_post integer not null,
  state text not null
) strict;

insert into follows
  (id, collective, channel, room, asked_in, forum, scope, key, title, url, mode, after_post, state)
select f.id, f.collective, f.channel, 'text', f.channel, f.forum, 'topic', f.topic, t.title, t.url,
  'fil', f.after_post, f.state
from follows_of_threads f join topics t on t.forum = f.forum and t.number = f.topic;

drop table follows_of_threads;

create unique index one_follow on follows (channel, forum, scope, key) where state = 'active';

create table mirrors (
  id integer primary key,
  collective text not null references collectives (id),
  channel text not null,
  room text not null,
  forum text not null,
  topic integer not null,
  state text not null,
  thread text,
  since text not null,
  foreign key (forum, topic) references topics (forum, number)
) strict;

create unique index one_mirror on mirrors (channel, forum, topic) where state <> 'lost';

alter table deliveries add column lane text not null default '';

alter table deliveries add column place text;

alter table deliveries add column begun text;

alter table deliveries add column mirror integer references mirrors (id);

alter table deliveries add column amends integer references deliveries (id);

update deliveries set lane = channel, place = case when message is null then null else channel end;

drop index deliveries_queue;

drop index deliveries_told;

create index deliveries_queue on deliveries (lane, urgent desc, due, id) where state = 'planned';

create index deliveries_told on deliveries (place, message) where message is not null;

create index deliveries_amending on deliveries (amends) where amends is not null
"""


@steps(name="0003_places_and_gone")
def _places_and_gone(db: Database) -> None:
    _run(db, _PLACES_AND_GONE)


# What was read of tags is known again within a day.
_PLACES_AND_GONE = """
drop table tag_readings;

create table place_readings (
  forum text not null references forums (name),
  kind text not null check (kind in ('category', 'tag')),
  key text not null,
  read text not null,
  primary key (forum, kind, key)
) strict;

alter table topics add column gone text;

alter table forums add column doubted text;

drop index deliveries_queue;

create index deliveries_queue on deliveries (lane, urgent desc, id) where state = 'planned';

create index deliveries_again on deliveries (retry_at)
  where state = 'planned' and retry_at is not null
"""


@steps(name="0004_projects")
def _projects(db: Database) -> None:
    _run(db, _PROJECTS)


_PROJECTS = """
create table projects (
  id integer primary key,
  root integer references projects (id),
  owner text references collectives (id),
  city text not null,
  seed text unique,
  standing text not null,
  theme text not null,
  title text not null,
  supplier text not null,
  cameras integer,
  cost integer,
  fact text not null,
  challenge text not null,
  status text not null,
  before text,
  since text,
  source integer references project_sources (id)
) strict;

create unique index one_project on projects (owner, root)
  where owner is not null and root is not null;

create index projects_of_city on projects (city);

create index projects_of_owner on projects (owner) where owner is not null;

create table project_sources (
  id integer primary key,
  project integer not null references projects (id),
  label text not null,
  detail text not null,
  url text not null,
  as_of text not null,
  at text not null,
  by text
) strict;

create index project_sources_of on project_sources (project);

create table project_steps (
  id integer primary key,
  project integer not null references projects (id),
  at text not null,
  by text,
  before text,
  after text not null,
  happened text,
  source integer references project_sources (id),
  why text not null,
  corrects integer not null
) strict;

create index project_steps_of on project_steps (project);

create table project_offers (
  id integer primary key,
  project integer not null references projects (id),
  collective text not null references collectives (id),
  channel text not null,
  state text not null,
  at text not null
) strict;

create unique index one_offer on project_offers (project, collective) where state = 'open';

create index project_offers_of on project_offers (collective, at)
"""


@steps(name="0005_added_communes")
def _added_communes(db: Database) -> None:
    _run(db, _ADDED_COMMUNES)


_ADDED_COMMUNES = """
create table added_communes (
  code text primary key,
  name text not null,
  added text not null
) strict
"""


@steps(name="0006_reading")
def _reading(db: Database) -> None:
    _run(db, _READING)


# Which posts were seen is known from here on: those up to the position count as seen.
_READING = """
create table seen_posts (
  forum text not null references forums (name),
  number integer not null,
  primary key (forum, number)
) strict;

create table unread_posts (
  forum text not null references forums (name),
  number integer not null,
  post text not null,
  primary key (forum, number)
) strict;

alter table forums add column seen_from integer;

update forums set seen_from = position;

alter table forums add column newest_at text;

alter table forums add column unread_older text;

alter table forums add column unread_at text;

alter table forums add column threads_told text;

alter table topics add column unread_since text;

alter table topics add column round_page integer;

alter table topics add column round_ended text
"""


@steps(name="0007_where_follows_start")
def _where_follows_start(db: Database) -> None:
    _run(db, _WHERE_FOLLOWS_START)


# A city listens to all forums, each of which numbers its posts for itself.
_WHERE_FOLLOWS_START = """
create table follow_starts (
  follow integer not null references follows (id),
  forum text not null references forums (name),
  after_post integer not null,
  primary key (follow, forum)
) strict;

alter table follows add column was_mute integer not null default 0;

alter table follows add column missing text
"""


@steps(name="0008_watches")
def _watches(db: Database) -> None:
    _run(db, _WATCHES)


_WATCHES = """
alter table topics add column newest text;

create table watches (
  id integer primary key,
  person text not null,
  channel text not null,
  city text not null,
  since text not null
) strict;

create unique index one_watch on watches (person, city);

create index watches_of_city on watches (city)
"""


@steps(name="0009_projects_mended")
def _projects_mended(db: Database) -> None:
    _run(db, _PROJECTS_MENDED)


# A seed is known by its place among those of its city and theme, whatever its title becomes. The
# words of a challenge so far become its court's: they may hold the rest, too.
_PROJECTS_MENDED = """
create table acts (
  id text primary key,
  made text not null,
  at text not null
) strict;

create index acts_at on acts (at);

create index changes_of on changes (noun, key);

create index projects_of_root on projects (root) where root is not null;

alter table projects add column seen text;

update projects set seen = (
  select coalesce(s.as_of, substr(t.at, 1, 10)) from project_steps t
  left join project_sources s on s.id = t.source
  where t.project = projects.id order by t.id desc limit 1
);

alter table projects rename column challenge to challenge_court;

alter table projects add column challenge_since text;

alter table projects add column challenge_outcome text not null default '';

update changes set noun = 'project:court' where noun = 'project:challenge';

update projects set seed = substr(city, 4) || ':' || theme || ':' || (
  select count(*) from projects one
  where one.seed is not null and one.city = projects.city and one.theme = projects.theme
  and one.id <= projects.id
) where seed is not null;

alter table project_offers add column asks text not null default 'note';

update project_offers set state = 'over' where state = 'open'
  and project in (select id from projects where standing <> 'known')
"""


@steps(name="0010_folded_titles")
def _folded_titles(db: Database) -> None:
    """Titles as words, between spaces: what names a city is found there whole."""
    db.execute("alter table topics add column words text not null default ''")
    titles = db.execute("select forum, number, title from topics").fetchall()
    db.conn.executemany(
        "update topics set words = ? where forum = ? and number = ?",
        [(f" {fold(title)} ", forum, number) for forum, number, title in titles],
    )


@steps(name="0011_mirrors_by_topic")
def _mirrors_by_topic(db: Database) -> None:
    _run(db, "create index mirrors_of_topic on mirrors (forum, topic)")


@steps(name="0012_markdown")
def _markdown(db: Database) -> None:
    """What authors typed, of the forums that tell it."""
    db.execute("alter table posts add column markdown text")


@steps(name="0020_votes")
def _votes(db: Database) -> None:
    _run(db, _VOTES)


# A sitting is kept as the town's clock shows it. A person's place among those who come is theirs
# alone, and the newest of their clicks counts, in whichever order the chat hands them over.
_VOTES = """
create table votes (
  id integer primary key,
  root integer references votes (id),
  owner text not null references collectives (id),
  city text not null,
  status text not null,
  day text not null,
  hour text,
  zone text not null,
  second integer not null,
  place text not null,
  number text not null,
  words text not null,
  theme text not null,
  source text not null,
  url text not null,
  reporter text,
  channel text not null,
  confirmer text,
  votes_for integer,
  votes_against integer,
  abstained integer,
  sequence integer not null,
  version integer not null
) strict;

create index votes_of_city on votes (city, owner, day);

create index votes_of_owner on votes (owner, day);

create index votes_of_root on votes (root) where root is not null;

create table vote_steps (
  id integer primary key,
  vote integer not null references votes (id),
  at text not null,
  by text,
  before text,
  after text not null,
  why text not null,
  corrects integer not null,
  day text,
  hour text,
  zone text,
  second integer
) strict;

create index vote_steps_of on vote_steps (vote);

create table attendances (
  vote integer not null references votes (id),
  person text not null,
  coming text not null,
  act text not null,
  at text not null,
  primary key (vote, person)
) strict;

create table vote_offers (
  id integer primary key,
  vote integer not null references votes (id),
  version integer not null,
  collective text not null references collectives (id),
  channel text not null,
  state text not null,
  at text not null
) strict;

create unique index one_vote_offer on vote_offers (vote, collective) where state = 'open';

create index vote_offers_of on vote_offers (collective, at);

create table trusts (
  collective text not null references collectives (id),
  trusted text not null references collectives (id),
  by text,
  at text not null,
  primary key (collective, trusted)
) strict;

alter table collectives add column vote_reminders text;

create index deliveries_events on deliveries (lane) where kind = 'vote_event'
"""


@steps(name="0021_reminders")
def _reminders(db: Database) -> None:
    _run(db, _REMINDERS)


# `at` is when it was to come, `due` when it will: later than `at` where quiet hours are waited for.
_REMINDERS = """
create table reminders (
  id integer primary key,
  noun text not null,
  key text not null,
  audience text not null,
  collective text,
  city text,
  channel text,
  person text,
  occurs text not null,
  offset_s integer not null,
  at text not null,
  due text not null,
  urgent integer not null,
  state text not null,
  words text not null default '',
  asked_in text
) strict;

create index reminders_due on reminders (due, id) where state in ('pending', 'snoozed');

create index reminders_of on reminders (noun, key, audience, at);

create unique index one_reminder on reminders (noun, key, audience, occurs, offset_s)
  where state in ('pending', 'snoozed');

create index reminders_of_person on reminders (person, at) where noun = 'own';

create table quiet_hours (
  whose text not null check (whose in ('collective', 'person')),
  id text not null,
  begins text not null,
  ends text not null,
  primary key (whose, id)
) strict;

create table brakes (
  id integer primary key,
  collective text not null,
  channel text not null,
  state text not null,
  count integer not null
) strict;

create unique index one_brake on brakes (channel) where state = 'open';

alter table collectives add column silent_since text;

create index collectives_silent on collectives (id) where silent_since is not null;

alter table deliveries add column braked integer not null default 0;

create index deliveries_braked on deliveries (channel, begun) where braked = 1;

create index deliveries_held on deliveries (collective, id) where state = 'held'
"""


@steps(name="0022_deadlines")
def _deadlines(db: Database) -> None:
    _run(db, _DEADLINES)


# `began` is the day that sets the rule off, `due` the last one: civil dates where the city is.
_DEADLINES = """
create table document_requests (
  id integer primary key,
  owner text not null references collectives (id),
  city text not null,
  what text not null,
  stage text not null,
  began text not null,
  supposed integer not null,
  by_silence integer not null,
  zone text not null,
  channel text not null,
  version integer not null
) strict;

create table deadlines (
  id integer primary key,
  owner text not null references collectives (id),
  city text not null,
  rule text not null,
  began text,
  title text not null,
  due text not null,
  zone text not null,
  state text not null,
  by text,
  channel text not null,
  vote integer references votes (id),
  request integer references document_requests (id),
  taker text,
  taker_channel text,
  version integer not null
) strict;

create index deadlines_of on deadlines (owner, due) where state in ('open', 'moved');

create index deadlines_of_request on deadlines (request) where request is not null;

create unique index deadlines_of_vote on deadlines (vote, rule) where vote is not null;

alter table votes add column published text
"""


@steps(name="0023_alerts")
def _alerts(db: Database) -> None:
    _run(db, _ALERTS)


# `schedule` is RFC 5545 text in the local time of `zone`.
_ALERTS = """
create table alerts (
  id integer primary key,
  collective text not null,
  owner text not null,
  text text not null,
  channel text not null,
  schedule text not null,
  zone text not null,
  state text not null,
  version integer not null
) strict;

create index alerts_of on alerts (collective, state);

create table alert_drafts (
  id integer primary key,
  collective text not null,
  by text not null,
  text text not null,
  channel text not null,
  schedule text not null,
  zone text not null,
  state text not null,
  alert integer references alerts (id),
  version integer not null
) strict;

create index alert_drafts_of on alert_drafts (collective, by) where state = 'open'
"""


@steps(name="0024_restricted")
def _restricted(db: Database) -> None:
    _run(db, _RESTRICTED)


# `public`: guests see it. `restricted`: followed by who knew that they do not; `closed`: since when
# nothing comes of it for that reason. Which categories are public is asked at once.
_RESTRICTED = """
alter table categories add column public integer not null default 0;

alter table forums add column account integer not null default 0;

update forums set categories_read = null;

alter table follows add column restricted integer not null default 0;

alter table follows add column closed text
"""


@steps(name="0025_vote_threads")
def _vote_threads(db: Database) -> None:
    _run(db, _VOTE_THREADS)


# From which thread of a forum a vote was proposed, and what of the thread was noted with it.
_VOTE_THREADS = """
create table vote_threads (
  vote integer primary key references votes (id),
  forum text not null,
  topic integer not null,
  title text not null,
  url text not null
) strict;

create index vote_threads_of on vote_threads (forum, topic);

insert into vote_threads (vote, forum, topic, title, url)
  select v.id, p.forum, p.topic, v.source, v.url from votes v
  join posts p on p.url = v.url
  where v.reporter is null and v.root is null and v.url <> ''
  group by v.id
"""


@steps(name="0026_evidence")
def _evidence(db: Database) -> None:
    _run(db, _EVIDENCE)


# A photo as a JPEG without its metadata, who gave it, and since when it is kept.
_EVIDENCE = """
create table evidence (
  id integer primary key,
  vote integer not null references votes (id),
  sha text not null,
  data blob not null,
  by text not null,
  kept text not null,
  unique (vote, sha)
) strict
"""


@steps(name="0027_links")
def _links(db: Database) -> None:
    _run(db, _LINKS)


# `mark` is what calendars know a vote by: it tells nothing, but for those that had a number before.
# A statement contradicts what is noted of a vote; a thread is linked to a city by a collective.
_LINKS = """
alter table votes add column mark text not null default '';

update votes set mark = cast(coalesce(root, id) as text);

create table vote_statements (
  id integer primary key,
  vote integer not null references votes (id),
  day text not null,
  by text not null,
  facts text not null,
  state text not null,
  at text not null
) strict;

create index vote_statements_of on vote_statements (vote) where state = 'open';

create table topic_links (
  id integer primary key,
  collective text not null references collectives (id),
  forum text not null,
  topic integer not null,
  city text not null,
  channel text not null,
  state text not null,
  asked integer not null,
  by text,
  at text not null
) strict;

create unique index one_topic_link on topic_links (collective, forum, topic, city);

create index topic_links_of on topic_links (forum, topic)
"""


@steps(name="0028_deadlines_seen")
def _deadlines_seen(db: Database) -> None:
    _run(db, _DEADLINES_SEEN)


# All that people told of a request for documents, the newest last, from which its stage follows;
# before, it was told only in the history.
_DEADLINES_SEEN = """
create table document_request_events (
  id integer primary key,
  request integer not null references document_requests (id),
  event text not null,
  day text not null
) strict;

create index document_request_events_of on document_request_events (request);

alter table deadlines add column project integer references projects (id);

create unique index deadlines_of_project on deadlines (project, rule) where project is not null;

insert into document_request_events (request, event, day)
  select r.id, iif(r.supposed, 'sent', 'received'),
    coalesce(
      (select d.began from deadlines d where d.request = r.id order by d.id limit 1), r.began
    )
  from document_requests r;

insert into document_request_events (request, event, day)
  select r.id, substr(c.why, 1, length(c.why) - 11), substr(c.why, -10)
  from document_requests r join changes c on c.noun = 'request' and c.key = cast(r.id as text)
  where c.why like '% ____-__-__' and c.why not like 'silence %' order by c.id
"""


@steps(name="0029_tasks")
def _tasks(db: Database) -> None:
    _run(db, _TASKS)


# A kit is drafted before its tasks are made; `chosen` are the ids of those wanted, a space between.
# Contributions are added and never changed, but for who made them and how, which is to be forgotten
# one day. `act` is the interaction that brought one: the chat may hand it over twice. `week` is
# the Monday, where the city is, of when it was done; a correction has that of what it corrects.
_TASKS = """
create table campaigns (
  id integer primary key,
  owner text not null references collectives (id),
  name text not null,
  folded text not null,
  unique (owner, folded)
) strict;

create table kits (
  id integer primary key,
  owner text not null references collectives (id),
  by text,
  kit text not null,
  city text not null,
  begun text not null,
  chosen text not null,
  vote integer references votes (id),
  campaign integer references campaigns (id),
  channel text not null,
  state text not null,
  version integer not null
) strict;

create table tasks (
  id integer primary key,
  owner text not null references collectives (id),
  city text not null,
  title text not null,
  unit text not null,
  target integer check (target > 0),
  due text,
  before_sitting integer,
  for_one integer not null,
  zone text not null,
  status text not null,
  by text,
  channel text not null,
  vote integer references votes (id),
  project integer references projects (id),
  campaign integer references campaigns (id),
  kit integer references kits (id),
  closed text
) strict;

create index tasks_of on tasks (owner, status, due);

create index tasks_of_vote on tasks (vote) where vote is not null;

create index tasks_of_kit on tasks (kit) where kit is not null;

create table task_takers (
  id integer primary key,
  task integer not null references tasks (id),
  person text,
  channel text,
  since text not null,
  until text
) strict;

create unique index one_taking on task_takers (task, person) where until is null;

create table contributions (
  id integer primary key,
  task integer not null references tasks (id),
  person text,
  amount integer not null,
  week text not null,
  act text not null unique,
  at text not null,
  corrects integer references contributions (id),
  check (amount > 0 or corrects is not null)
) strict;

create index contributions_of on contributions (task, week, amount);

create index contributions_by on contributions (task, person)
  where corrects is null and person is not null;

create index corrections on contributions (corrects) where corrects is not null;

create index contributions_of_person on contributions (person, task) where person is not null;

create trigger contributions_stay before delete on contributions
begin select raise(abort, 'contributions are only added'); end;

create trigger contributions_as_they_are
before update of id, task, amount, week, at, corrects on contributions
begin select raise(abort, 'contributions are only added'); end
"""


@steps(name="0030_publishing")
def _publishing(db: Database) -> None:
    _run(db, _PUBLISHING)


# What is written on forums, and why: `noun` and `number` say what it is of. Of a publication,
# `by` gathers it and `private` is their channel with Vigie; its parts are what people wrote in the
# chat, kept until it is published; `agreed` is what became of asking their author.
_PUBLISHING = """
create table forum_writes (
  id integer primary key,
  noun text not null,
  number integer not null,
  cause text not null unique,
  collective text not null,
  forum text not null,
  act text not null,
  place integer not null,
  title text not null,
  markdown text not null,
  answers integer,
  expects text,
  state text not null,
  reason text,
  most integer,
  attempts integer not null default 0,
  doubtful integer not null default 0,
  kept_back integer not null default 0,
  post integer,
  topic integer,
  url text not null default '',
  planned text not null,
  begun text,
  retry_at text,
  settled text
) strict;

create index forum_writes_waiting on forum_writes (forum, id)
  where state in ('planned', 'writing', 'queued');

create index forum_writes_posts on forum_writes (forum, post) where post is not null;

create table publications (
  id integer primary key,
  collective text not null,
  by text not null,
  channel text not null,
  private text not null,
  forum text not null,
  place integer not null,
  act text not null,
  answers integer,
  title text not null,
  thread text not null,
  name text not null,
  text text not null,
  state text not null,
  reason text,
  most integer,
  mark text,
  post integer,
  url text not null default '',
  version integer not null,
  touched text not null
) strict;

create index publications_of on publications (collective, by, state);

create table publication_parts (
  publication integer not null references publications (id),
  message text not null,
  channel text not null,
  author text not null,
  text text not null,
  agreed text not null,
  primary key (publication, message)
) strict;

create table forum_tallies (
  id integer primary key,
  collective text not null,
  scope text not null,
  channel text not null,
  forum text not null,
  place integer not null,
  act text not null,
  title text not null,
  post integer,
  url text not null default '',
  every_s integer not null,
  state text not null,
  reason text,
  mark text,
  written text,
  due text not null,
  version integer not null
) strict;

create unique index forum_tallies_alive on forum_tallies (collective, scope)
  where state <> 'stopped'
"""


@steps(name="0031_notices")
def _notices(db: Database) -> None:
    _run(db, _NOTICES)


# What each channel was told of where its messages come from, in the message of that `turn`.
_NOTICES = """
create table notices (
  channel text primary key,
  collective text not null references collectives (id),
  sources text not null,
  state text not null,
  turn integer not null
) strict;

create index follows_heard on follows (id) where state = 'active' and mode <> 'muet'
"""


@steps(name="0032_hidden")
def _hidden(db: Database) -> None:
    _run(db, _HIDDEN)


# Who hears of what was typed, where not everybody reads there: nobody can be asked later.
_HIDDEN = """
alter table deadlines add column hidden integer not null default 0;

alter table document_requests add column hidden integer not null default 0;

alter table tasks add column hidden integer not null default 0;

alter table votes add column hidden integer not null default 0
"""
