"""What Vigie declines to do, as facts; the sentence is worded elsewhere."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    NOT_IN_A_COLLECTIVE = "not_in_a_collective"
    NOT_SERVED = "not_served"
    ORGANISERS_ONLY = "organisers_only"
    UNKNOWN_CITY = "unknown_city"
    NEAR_CITY = "near_city"
    BAD_CITY_NAME = "bad_city_name"
    BAD_NIS_CODE = "bad_nis_code"
    KNOWN_CITY = "known_city"
    NO_FORUM = "no_forum"
    NOT_A_PLACE = "not_a_place"
    SEVERAL_PLACES = "several_places"
    NO_CATEGORY = "no_category"
    NOT_MINE = "not_mine"
    TOPIC_UNREADABLE = "topic_unreadable"
    ALREADY_FOLLOWED = "already_followed"
    NOT_FOLLOWED = "not_followed"
    CANNOT_WRITE_HERE = "cannot_write_here"
    NO_PROJECT = "no_project"
    SEVERAL_PROJECTS = "several_projects"
    SEVERAL_CITIES = "several_cities"
    PROJECT_SAME = "project_same"
    PROJECT_STATE = "project_state"
    PROJECT_SOURCE = "project_source"
    PROJECT_WHY = "project_why"
    PROJECT_DECIDED = "project_decided"
    PROJECT_EXISTS = "project_exists"
    PROJECT_UNCHANGED = "project_unchanged"
    NOT_A_DATE = "not_a_date"
    FUTURE_DATE = "future_date"
    NOT_A_LINK = "not_a_link"
    BLANK = "blank"
    ALREADY_WATCHED = "already_watched"
    NOT_WATCHED = "not_watched"
    TOO_MANY_WATCHED = "too_many_watched"
    PRIVATE_CLOSED = "private_closed"
    RULE_UNKNOWN = "rule_unknown"
    RULE_NEAR = "rule_near"
    RULE_SAYS = "rule_says"
    RULE_BELGIAN = "rule_belgian"
    POPULATION_NEEDED = "population_needed"
    POPULATION_UNREADABLE = "population_unreadable"
    DEPARTMENT_UNKNOWN = "department_unknown"
    DEPARTMENT_OWN_LAW = "department_own_law"
    DAY_UNREADABLE = "day_unreadable"
    DAY_IMPOSSIBLE = "day_impossible"
    DAY_OUT_OF_RANGE = "day_out_of_range"


class Refused(Exception):
    """`facts` fill the sentence that words `reason`."""

    def __init__(self, reason: Reason, **facts: str) -> None:
        super().__init__(reason.value)
        self.reason, self.facts = reason, facts
