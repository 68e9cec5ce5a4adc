"""0020 to 0023: votes, reminders, deadlines, alerts."""

from __future__ import annotations

from sqlite_utils import Database

from bot.store.migrations.parts import Part, run

steps = Part()


@steps(name="0020_votes")
def _votes(db: Database) -> None:
    run(db, _VOTES)


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
    run(db, _REMINDERS)


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
    run(db, _DEADLINES)


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
    run(db, _ALERTS)


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
