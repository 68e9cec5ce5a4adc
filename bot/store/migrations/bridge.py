"""0001 to 0003: forums, what is followed of them, and the sends."""

from __future__ import annotations

import secrets

from sqlite_utils import Database

from bot.store.migrations.parts import Part, run

steps = Part()


@steps(name="0001_start")
def _start(db: Database) -> None:
    run(db, _START)
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
    run(db, _BRIDGE)


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
    run(db, _PLACES_AND_GONE)


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
