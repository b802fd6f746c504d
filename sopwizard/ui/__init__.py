"""The window. Only this package knows Qt."""

import ctypes
import sys

if sys.version_info < (3, 12):
    # PySide 6.12 gives None, True and False back without counting them, as is right from Python 3.12 on, where they
    # are never counted. Python 3.11 does count them, and ends the process after some thousand calls of Qt. So here they
    # are given more counts than can be used up.
    for kept in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(kept)).value += 1 << 40
