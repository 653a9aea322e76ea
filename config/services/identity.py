"""Who runs PostgreSQL, which refuses to run as root.

Not root: whoever we are. Root: ourselves in a user namespace in which our id looks like an ordinary one,
so that no user has to exist and no file changes its owner. Where the kernel refuses namespaces: an
unprivileged user that owns the cluster's files.
"""

import ctypes
import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.services.errors import ServiceError

CLONE_NEWUSER = 0x10000000
NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Identity:
    """How a child becomes somebody who may run PostgreSQL, and who then owns the files (None: we do)."""

    become: Callable[[], None] | None
    owner: tuple[int, int] | None


def choose(binary: Path, *, data: Path) -> Identity:
    """The first identity that can run the binary and reach the folder.

    If there is none: a ServiceError that asks for DATABASE_URL.
    """
    if os.geteuid() != 0:
        return Identity(become=None, owner=None)
    for identity in (Identity(become=enter_namespace, owner=None), *_unprivileged()):
        if _can_run(binary, identity=identity, data=data):
            return identity
    raise ServiceError(
        "PostgreSQL does not run as root, and here it can run as nobody else: user namespaces are refused, "
        f"and no unprivileged user reaches both {binary} and {data}. "
        "Run as an ordinary user, or set DATABASE_URL."
    )


def enter_namespace() -> None:
    """Move this process into a user namespace where root's id reads 65534 (see user_namespaces(7))."""
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def _unprivileged() -> list[Identity]:
    users = [user for user in map(_user, ("postgres", "nobody")) if user and user.pw_uid]
    return [Identity(become=_drop_to(user), owner=(user.pw_uid, user.pw_gid)) for user in users]


def _user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _drop_to(user: pwd.struct_passwd) -> Callable[[], None]:
    def drop() -> None:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)

    return drop


def _can_run(binary: Path, *, identity: Identity, data: Path) -> bool:
    def enter() -> None:
        if identity.become:
            identity.become()
        os.chdir(data)

    try:
        done = subprocess.run(
            [binary, "--version"],
            preexec_fn=enter,
            capture_output=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
