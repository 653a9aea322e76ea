"""Who may do what: the roles of the site, and what each of them is allowed."""

from enum import StrEnum


class Role(StrEnum):
    """What an account is to the site; somebody without an account is a visitor and has no role."""

    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


LOOKED_AT = (
    *("benchmark", "claim", "evaluation", "evaluationresult", "event", "metric", "paper", "rejection"),
    *("system", "task"),
)
"""Tables of the admin that every role may look through."""

_LOOK = frozenset(f"leaderboard.view_{table}" for table in LOOKED_AT)
_DECIDE = frozenset(
    f"leaderboard.change_{table}" for table in ("benchmark", "claim", "metric", "paper", "system", "task")
)
_RULE = frozenset(
    [
        *("leaderboard.add_policy", "leaderboard.change_policy"),
        *("leaderboard.view_apitoken", "leaderboard.change_apitoken", "auth.view_group"),
        "leaderboard.change_trial",
        *(f"auth.{may}_user" for may in ("view", "add", "change")),
    ]
)

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.CONTRIBUTOR: _LOOK,
    Role.CURATOR: _LOOK | _DECIDE,
    Role.ADMINISTRATOR: _LOOK | _DECIDE | _RULE,
}
"""What each role may do, in the words of Django's permissions; each may all that the one before it may."""
