"""Who asks: the owner of the token that a request shows, and what that token may be used for."""

from collections.abc import Iterable
from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from leaderboard.actions import tokens as actions
from leaderboard.api import throttles
from leaderboard.models import ApiToken
from leaderboard.queries import tokens

WORDS = ("bearer", "token")
"""What may stand before the token in `Authorization`, in any case of letters."""


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer cb_...` or `Token cb_...`: `request.user` owns it, `request.auth` is its row.

    A request without the header is anonymous; one whose token is not good is refused, and many such make
    their address wait.
    """

    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        """The token's owner and row; None without a token."""
        word, _, token = request.headers.get("Authorization", "").strip().partition(" ")
        if word.lower() not in WORDS:
            return None
        throttles.refuse_guessing(request)
        row = tokens.good(token.strip())
        if row is None:
            throttles.note_guess(request)
            raise AuthenticationFailed(
                "This token is unknown, expired or revoked. Tokens are made at /account/tokens/."
            )
        actions.note_use(row)
        return row.owner, row

    def authenticate_header(self, request: Request) -> str:
        """What a refused request is asked for."""
        return 'Bearer realm="api"'


class ScopedPermission(BasePermission):
    """Reading is open to all; writing needs a token with the scope that the view names in `write_scope`."""

    message = "This needs a token with another scope; its owner can make one at /account/tokens/."

    def has_permission(self, request: Request, view: Any) -> bool:
        """True where the request only reads, or its token holds the view's scope."""
        wanted = getattr(view, "write_scope", None)
        if request.method in ("GET", "HEAD", "OPTIONS") or wanted is None:
            return True
        self.message = (
            f"This needs a token with the scope “{wanted}”; its owner can make one at /account/tokens/."
        )
        return wanted in _scopes(request.auth)


def _scopes(auth: Any) -> Iterable[str]:
    return auth.scopes if isinstance(auth, ApiToken) else ()
