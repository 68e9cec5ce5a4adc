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


class Refused(Exception):
    """`facts` fill the sentence that words `reason`."""

    def __init__(self, reason: Reason, **facts: str) -> None:
        super().__init__(reason.value)
        self.reason, self.facts = reason, facts
