"""Who people are in public: the name that they chose, or their role; never an account's name or address."""

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Case, CharField, Exists, Expression, F, OuterRef, Value, When
from django.db.models.functions import Coalesce

from leaderboard.domain.roles import Role
from leaderboard.models import PublicName

CURATOR, CONTRIBUTOR = "a curator", "a contributor"
ENGINE, READER, AUTHOR = "the engine", "a reader", "an author of the paper"


def shown_as(field: str = "actor") -> Expression:
    """What the public reads in place of the account in this field; null where nobody was signed in."""
    decides = User.objects.filter(
        pk=OuterRef(f"{field}_id"), groups__name__in=[Role.CURATOR.value, Role.ADMINISTRATOR.value]
    )
    role = Case(
        When(Exists(decides), then=Value(CURATOR)),
        When(**{f"{field}__is_superuser": True}, then=Value(CURATOR)),
        default=Value(CONTRIBUTOR),
    )
    return Case(
        When(**{f"{field}__isnull": True}, then=None),
        default=Coalesce(F(f"{field}__public_name__name"), role),
        output_field=CharField(),
    )


def chosen_name(account: AbstractBaseUser) -> str:
    """The name that the account chose to appear under; empty where it chose none."""
    return PublicName.objects.filter(account=account.pk).values_list("name", flat=True).first() or ""


def roles_of(account: User) -> tuple[str, ...]:
    """The names of the account's groups, which are its roles."""
    return tuple(account.groups.order_by("name").values_list("name", flat=True))
