"""From 0029: tasks, what is published on forums, notices, what is heard and kept of them."""

from __future__ import annotations

from sqlite_utils import Database

from bot.store.migrations.parts import Part, run

steps = Part()


@steps(name="0029_tasks")
def _tasks(db: Database) -> None:
    run(db, _TASKS)


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
    run(db, _PUBLISHING)


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
    run(db, _NOTICES)


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
    run(db, _HIDDEN)


# Who hears of what was typed, where not everybody reads there: nobody can be asked later.
_HIDDEN = """
alter table deadlines add column hidden integer not null default 0;

alter table document_requests add column hidden integer not null default 0;

alter table tasks add column hidden integer not null default 0;

alter table votes add column hidden integer not null default 0
"""


@steps(name="0033_kept_forms")
def _kept_forms(db: Database) -> None:
    run(db, _KEPT_FORMS)


# What was typed in forms that were refused, by the ids of their fields, until soon.
_KEPT_FORMS = """
create table kept_forms (
  id text primary key,
  person text not null,
  action text not null,
  typed text not null,
  until text not null,
  unique (person, action)
) strict
"""


@steps(name="0034_changed_and_hidden")
def _changed_and_hidden(db: Database) -> None:
    run(db, _CHANGED_AND_HIDDEN)


# Who changes a task that somebody else changed meanwhile is told so; what is typed of a project
# where not everybody reads is offered to nobody else.
_CHANGED_AND_HIDDEN = """
alter table tasks add column version integer not null default 0;

alter table projects add column hidden integer not null default 0
"""


@steps(name="0035_convoked_and_merged")
def _convoked_and_merged(db: Database) -> None:
    run(db, _CONVOKED_AND_MERGED)


# The day on which the notice of a vote's sitting was sent, where somebody told it; and the vote
# that one turned out to be, which was noted twice.
_CONVOKED_AND_MERGED = """
alter table votes add column convoked text;

alter table votes add column merged integer references votes (id);

create index votes_merged on votes (merged) where merged is not null
"""


@steps(name="0036_forum_tally_names")
def _forum_tally_names(db: Database) -> None:
    run(db, _FORUM_TALLY_NAMES)


# Which cities, units and campaigns organisers let the bilan of a forum tell, and in which `turn`
# they were asked about others. Those that stand there already tell of what everybody reads.
_FORUM_TALLY_NAMES = """
create table forum_tally_names (
  tally integer not null references forum_tallies (id),
  noun text not null,
  said text not null,
  turn integer not null,
  shown integer not null,
  primary key (tally, noun, said)
) strict;

alter table forum_tallies add column name text not null default '';

alter table forum_tallies add column counted text;

insert into forum_tally_names (tally, noun, said, turn, shown)
  select f.id, 'city', t.city, 0, 1 from forum_tallies f join tasks t on t.owner = f.collective
    where t.hidden = 0
  union
  select f.id, 'unit', t.unit, 0, 1 from forum_tallies f join tasks t on t.owner = f.collective
    where t.hidden = 0 and t.unit <> ''
  union
  select f.id, 'campaign', c.name, 0, 1 from forum_tallies f
    join tasks t on t.owner = f.collective join campaigns c on c.id = t.campaign
    where t.hidden = 0
"""


@steps(name="0038_earlier_votes")
def _earlier_votes(db: Database) -> None:
    run(db, _EARLIER_VOTES)


# The vote that was postponed or withdrawn, and that one is again. The day of a sitting that no
# longer holds leads to its vote.
_EARLIER_VOTES = """
alter table votes add column earlier integer references votes (id);

create index votes_earlier on votes (earlier) where earlier is not null;

create index vote_steps_sat on vote_steps (day, vote) where day is not null
"""


@steps(name="0039_words_that_left")
def _words_that_left(db: Database) -> None:
    """What was settled kept its words for a while: the forum has them, or nobody wants them."""
    db.execute("update forum_writes set markdown = '', title = '' where settled is not null")


@steps(name="0040_called_off")
def _called_off(db: Database) -> None:
    run(db, _CALLED_OFF)


# What nobody wants any more on a forum, although it may have arrived; and where the author of a
# part hears what became of it, who agreed to it.
_CALLED_OFF = """
alter table forum_writes add column unwanted integer not null default 0;

alter table publication_parts add column private text not null default ''
"""


@steps(name="0043_counted_tasks")
def _counted_tasks(db: Database) -> None:
    run(db, _COUNTED_TASKS)


# What the bilan of a forum counts: it does not change because one of these is called otherwise,
# before an organiser lets it tell that.
_COUNTED_TASKS = """
create table forum_tally_tasks (
  tally integer not null references forum_tallies (id),
  task integer not null references tasks (id),
  primary key (tally, task)
) strict
"""


@steps(name="0044_ended_with_vote")
def _ended_with_vote(db: Database) -> None:
    run(db, _ENDED_WITH_VOTE)


# What was given up because its vote was, not because people said so.
_ENDED_WITH_VOTE = """
alter table tasks add column ended_with_vote integer not null default 0
"""
