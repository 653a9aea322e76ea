"""Acceptance without a look: set, applied in small pieces, stopped, and taken back as a batch.

What a policy accepts stays the machine's: no person is named, no state says that somebody checked it. A share
of it, chosen by the claims' uids, goes through the queue to people.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from leaderboard.actions import batches, boards, deciding, events
from leaderboard.models import Acceptance, Batch, Policy
from leaderboard.queries import policies as queries
from leaderboard.queries.policies import Scope

CHUNK = 1000
"""Claims of one transaction."""

SOURCE = "policy"
TAKE_BACK = "take back a policy"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy is about, what share of it people check, and why there is one."""

    scope: Scope
    share: float
    reason: str


def put(terms: Terms, *, by: AbstractBaseUser) -> Policy:
    """The policy, in force from now on. Raises ValidationError where one of the same scope is in force."""
    policy = Policy(
        kind=terms.scope.kind,
        family=terms.scope.family,
        threshold=terms.scope.threshold,
        share=terms.share,
        expected_error=queries.outlook(terms.scope).expected_error,
        reason=terms.reason,
        set_by_id=by.pk,
    )
    try:
        with transaction.atomic():
            policy.save()
            _note(policy, "set", by=by, reason=terms.reason)
    except IntegrityError as error:
        if "policy_once" not in str(error):
            raise
        raise ValidationError(
            "A policy for this kind and family is in force already: stop that one first"
        ) from error
    return policy


def stop(policy: Policy, *, by: AbstractBaseUser, reason: str = "") -> Policy:
    """The policy, which accepts nothing any more; what it accepted stays so. Safe to repeat."""
    with transaction.atomic():
        current = Policy.objects.select_for_update().get(pk=policy.pk)
        if current.stopped_at is None:
            current.stopped_at, current.stopped_by_id = timezone.now(), by.pk
            current.save(update_fields=["stopped_at", "stopped_by"])
            _note(current, "stop", by=by, reason=reason)
    return current


def take_back(policy: Policy, *, by: AbstractBaseUser, reason: str = "") -> Batch:
    """A batch that ends every acceptance of the policy that is still in force, after stopping it."""
    stopped = stop(policy, by=by, reason=reason)
    return batches.start(TAKE_BACK, about={"policy": str(stopped.uid)}, by=by, reason=reason, source=SOURCE)


def apply(*, pieces: int = 10) -> int:
    """Accept what the policies in force say, at most so many pieces; how many claims were accepted.

    Safe to repeat and to run twice at once: a claim is accepted once, whoever comes first.
    """
    accepted = 0
    for policy in queries.to_apply():
        newest = queries.newest_event()
        for _ in range(pieces):
            seen, taken = _piece(policy)
            accepted += taken
            if seen < CHUNK:
                Policy.objects.filter(pk=policy.pk).update(looked_at=newest)
                break
    if accepted:
        boards.settle()
    return accepted


@transaction.atomic
def _piece(policy: Policy) -> tuple[int, int]:
    """How many claims were looked at, and accepted: other policies may have come first.

    Nothing where the policy was stopped meanwhile; its row is held so that none is stopped halfway.
    """
    if not Policy.objects.select_for_update().filter(pk=policy.pk, stopped_at=None).exists():
        return 0, 0
    scope = queries.scope(policy)
    given = {**scope.parameters(), "policy": policy.pk, "share": policy.share, "size": CHUNK}
    about = {"reason": f"by policy: {policy}", "source": SOURCE}
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPT, {**given, **about})
        seen, taken = cursor.fetchone()
    return int(seen), int(taken)


# Of what was really changed, not of what was to be: a row seen before somebody else's commit may be theirs.
_NOTE = """
    INSERT INTO leaderboard_event (uid, at, actor_id, action, subject_type, subject_uid, before, after,
        reason, source, batch_id)
    SELECT gen_random_uuid(), clock_timestamp(), {by}, '{action}', 'claim', uid, facts, facts, %(reason)s,
        %(source)s, {batch} FROM due JOIN {changed} ON {changed}.claim_id = due.id ORDER BY due.id
"""
# Chance, but the same one every time: whoever asks again gets the same claims.
_SAMPLED = "abs(hashtextextended(due.uid::text, 0) %% 10000) < %(share)s * 10000"
_ACCEPT = f"""
    WITH due AS MATERIALIZED (
        SELECT c.id, c.uid, c.confidence, {deciding.FACTS} AS facts
        FROM leaderboard_claim c LEFT JOIN leaderboard_metric m ON m.id = c.metric_id
        WHERE {queries.IN_SCOPE}
        ORDER BY c.id LIMIT %(size)s FOR UPDATE OF c SKIP LOCKED
    ), accepted AS (
        INSERT INTO leaderboard_acceptance (claim_id, policy_id, confidence, sampled, at)
        SELECT id, %(policy)s, confidence, {_SAMPLED}, clock_timestamp() FROM due
        ON CONFLICT DO NOTHING RETURNING claim_id
    ), noted AS ({_NOTE.format(changed="accepted", by="NULL", action="policy_accept", batch="NULL")})
    SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM accepted)
"""  # noqa: S608


def _note(policy: Policy, action: str, *, by: AbstractBaseUser, reason: str) -> None:
    after = {"policy": str(policy), "share": policy.share, "expected_error": policy.expected_error}
    events.record(
        action, subject=("policy", policy.uid), by=by, before=None, after=after, reason=reason, source=SOURCE
    )


def _prepare(batch: Batch) -> int:
    return _in_force(batch).count()


def _in_force(batch: Batch) -> "QuerySet[Acceptance]":
    return Acceptance.objects.filter(policy__uid=batch.about["policy"], ended_at=None)


def _step(batch: Batch) -> batches.Step | None:
    given = {"policy": batch.about["policy"], "by": batch.by_id, "batch": batch.pk, "size": CHUNK}
    about = {"reason": batch.reason, "source": batch.source}
    with connection.cursor() as cursor:
        cursor.execute(_END, {**given, **about})
        seen, ended = cursor.fetchone()
    done = min(seen, (batch.total or 0) - batch.done)  # what came in between is taken back too
    return batches.Step(done, counts={"no longer accepted": ended} if ended else {}) if seen else None


_END = f"""
    WITH due AS MATERIALIZED (
        SELECT a.id AS acceptance, c.id, c.uid, {deciding.FACTS} AS facts
        FROM leaderboard_acceptance a JOIN leaderboard_policy p ON p.id = a.policy_id
            JOIN leaderboard_claim c ON c.id = a.claim_id
        WHERE p.uid = %(policy)s::uuid AND a.ended_at IS NULL
        ORDER BY c.id LIMIT %(size)s FOR UPDATE OF c
    ), ended AS (
        UPDATE leaderboard_acceptance a SET ended_at = clock_timestamp() FROM due
        WHERE a.id = due.acceptance AND a.ended_at IS NULL RETURNING a.claim_id
    ), noted AS ({_NOTE.format(changed="ended", by="%(by)s::int", action="policy_end", batch="%(batch)s")})
    SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM ended)
"""  # noqa: S608


def _title(batch: Batch) -> str:
    policy = Policy.objects.filter(uid=batch.about["policy"]).first()
    return f"Take back what the policy accepted: {policy}"


batches.register(batches.Kind(TAKE_BACK, _title, _prepare, _step, permission="leaderboard.change_policy"))
