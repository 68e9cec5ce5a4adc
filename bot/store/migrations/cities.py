"""0004 to 0012: projects, communes, what was read of forums, who watches a city."""

from __future__ import annotations

from sqlite_utils import Database

from bot.domain.folding import fold
from bot.store.migrations.parts import Part, run

steps = Part()


@steps(name="0004_projects")
def _projects(db: Database) -> None:
    run(db, _PROJECTS)


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
    run(db, _ADDED_COMMUNES)


_ADDED_COMMUNES = """
create table added_communes (
  code text primary key,
  name text not null,
  added text not null
) strict
"""


@steps(name="0006_reading")
def _reading(db: Database) -> None:
    run(db, _READING)


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
    run(db, _WHERE_FOLLOWS_START)


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
    run(db, _WATCHES)


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
    run(db, _PROJECTS_MENDED)


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
    run(db, "create index mirrors_of_topic on mirrors (forum, topic)")


@steps(name="0012_markdown")
def _markdown(db: Database) -> None:
    """What authors typed, of the forums that tell it."""
    db.execute("alter table posts add column markdown text")
