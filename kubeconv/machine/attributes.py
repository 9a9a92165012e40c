"""What a file has besides its bytes: owner, mode, access control list and other extended attributes. A file that takes the
place of another has the same; what cannot be kept is told."""

import errno
import os
import sys
from collections.abc import Iterator
from typing import Final

from kubeconv.machine.files import reason

_ACCESS_LIST: Final = "system.posix_acl_access"
_LIST: Final = "its access control list"
_GROUP: Final = "its group"

#: How a system says that a file cannot be given to somebody: EINVAL in a container that does not know them.
#: https://man7.org/linux/man-pages/man7/user_namespaces.7.html
NOT_GIVEN: Final = (errno.EPERM, errno.EACCES, errno.EINVAL)

#: How a file system says that it has no extended attributes.
_NONE: Final = (errno.ENOTSUP, errno.ENOSYS)


def give_attributes(old: int, new: int, *, private: bool = False) -> list[str]:
    """Give the open file `new` all that the open file `old` has, if `private` for its owner only; what was not kept comes back,
    in words. Raises OSError if owner or mode cannot be kept."""
    if sys.platform == "win32":
        return []
    like = os.fstat(old)
    lost = [*_give_owner(old, new, like), *_give_extended(old, new)]
    if getattr(like, "st_flags", 0):
        lost.append("its file flags (chflags) were not kept")
    # Where there is such a list, the group's part of the mode is what the list grants at most, not what the group may.
    is_listed = any(each.startswith(_LIST) for each in lost)
    mode = like.st_mode & (0o700 if private else 0o7707 if is_listed else 0o7777)
    if any(each.startswith(_GROUP) for each in lost):  # who is in the new one was one of the others before
        mode = mode & ~0o2070 | (mode & 0o7) << 3
    os.fchmod(new, mode)
    return lost


def _give_owner(old: int, new: int, like: os.stat_result) -> Iterator[str]:
    if sys.platform == "win32":
        return
    made = os.fstat(new)
    if (made.st_uid, made.st_gid) == (like.st_uid, like.st_gid):
        return
    try:
        os.fchown(new, like.st_uid, like.st_gid)
    except OSError as error:
        if error.errno not in NOT_GIVEN:
            raise
        # Who owns a file may write it, but not give one to a group that they are not in (`sudo chown me config` leaves root's).
        if made.st_uid != like.st_uid or _has_list(old):
            raise OSError(error.errno, f"its owner cannot be kept ({reason(error)})") from None
        yield f"{_GROUP} was not kept ({reason(error)}); its own group may do what all may"


def _has_list(descriptor: int) -> bool:
    try:
        return sys.platform == "linux" and _ACCESS_LIST in os.listxattr(descriptor)
    except OSError as error:
        return error.errno not in _NONE


def _give_extended(old: int, new: int) -> Iterator[str]:
    if sys.platform != "linux":
        return
    names: list[str] = []
    try:
        names = os.listxattr(old)
        inherited = os.listxattr(new)
    except OSError as error:
        if names:
            yield from (f"{_called(name)} was not kept ({reason(error)})" for name in names)
        elif error.errno not in _NONE:
            yield f"its extended attributes were not kept ({reason(error)})"
        return
    if _ACCESS_LIST in inherited and _ACCESS_LIST not in names:
        os.removexattr(new, _ACCESS_LIST)  # the folder gave it, and with the mode it would open the file to others
    for name in names:
        try:
            value = os.getxattr(old, name)
            if name not in inherited or os.getxattr(new, name) != value:
                os.setxattr(new, name, value)
        except OSError as error:
            yield f"{_called(name)} was not kept ({reason(error)})"


def _called(name: str) -> str:
    return _LIST if name == _ACCESS_LIST else f"its attribute {name}"
