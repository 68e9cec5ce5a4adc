"""0024 to 0028: what votes, threads and cities have to do with one another, and evidence."""

from __future__ import annotations

from sqlite_utils import Database

from bot.store.migrations.parts import Part, run

steps = Part()


@steps(name="0024_restricted")
def _restricted(db: Database) -> None:
    run(db, _RESTRICTED)


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
    run(db, _VOTE_THREADS)


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
    run(db, _EVIDENCE)


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
    run(db, _LINKS)


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
    run(db, _DEADLINES_SEEN)


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
