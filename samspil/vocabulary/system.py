"""What the operating system complains about, in the user's language."""

import errno

from samspil.vocabulary.texts import say

_KNOWN = (
    "EACCES",
    "EPERM",
    "ENOENT",
    "EEXIST",
    "ENOTDIR",
    "EISDIR",
    "ENOSPC",
    "EDQUOT",
    "EFBIG",
    "EROFS",
    "EIO",
    "ENAMETOOLONG",
    "ELOOP",
    "EMFILE",
)


def explain(error: BaseException) -> str:
    """A few words on an error of files or disks: 'ingen adgang', 'disken er fuld'; the system's own words when there are none here."""
    number = getattr(error, "errno", None)
    name = errno.errorcode.get(number, "") if isinstance(number, int) else ""
    if name in _KNOWN:
        return say(f"cli.system_{name.lower()}")
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
