"""Refusals in the official shape: an HTTP status, a numeric code, a message, details."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal that the HTTP path turns into its answer."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


class NotServedError(Exception):
    """The request asks for something official that this sandbox does not have."""


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def unknown(what: str) -> ApiError:
    """`what` is one of the keys of UNKNOWN, such as "Channel"."""
    return ApiError(404, UNKNOWN[what], f"Unknown {what}")


UNKNOWN = {
    "Application": 10002,
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "Role": 10011,
    "User": 10013,
    "Overwrite": 10009,
    "Webhook": 10015,
    "interaction": 10062,
    "Guild Scheduled Event": 10070,
    "Tag": 10087,
    "application command": 10063,
}


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def bad_json() -> ApiError:
    return ApiError(400, 50109, "The request body contains invalid JSON.")


class Form:
    """Collects what is wrong with a request's body, field by field."""

    def __init__(self) -> None:
        self.errors: Json = {}

    def wrong(self, path: str, code: str, message: str) -> None:
        """`path` is dotted, list positions included: "embeds.0.title".

        What is wrong as a whole is not judged in its parts, nor the other way round.
        """
        at = self.errors
        for key in path.split("."):
            if "_errors" in at:
                return
            at = at.setdefault(key, {})
        if not at or "_errors" in at:
            at.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: str) -> None:
        self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")

    def check(self) -> None:
        """Raises ApiError 50035 when anything was wrong."""
        if self.errors:
            raise ApiError(400, 50035, "Invalid Form Body", self.errors)

    def text(self, path: str, value: object, longest: int, shortest: int = 0) -> str:
        """The stripped text at `path`, or "" with the fault noted; lengths in characters."""
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.wrong(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
            return ""
        value = value.strip()
        if shortest and not value:
            self.required(path)
        elif not shortest <= len(value) <= longest:
            self._length(path, longest, shortest)
        return value

    def _length(self, path: str, longest: int, shortest: int) -> None:
        if shortest:
            code = "BASE_TYPE_BAD_LENGTH"
            message = f"Must be between {shortest} and {longest} in length."
        else:
            code, message = "BASE_TYPE_MAX_LENGTH", f"Must be {longest} or fewer in length."
        self.wrong(path, code, message)

    def items(self, path: str, value: object, most: int) -> list[Any]:
        """The list at `path`, empty for null, with the fault noted."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if len(value) > most:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        return value

    def integer(self, path: str, value: object, most: int = 2**53) -> int:
        """The whole number at `path`, 0 for null, with its fault noted."""
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(path, "NUMBER_TYPE_COERCE", "Value is not int.")
            return 0
        if not 0 <= value <= most:
            self.wrong(path, "NUMBER_TYPE_MAX", f"int value should be between 0 and {most}.")
        return value

    def mapping(self, path: str, value: object) -> Json:
        """The object at `path`, empty with the fault noted when it is something else."""
        if isinstance(value, dict):
            return value
        self.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return {}
