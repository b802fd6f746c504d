"""The window. Only this package knows Qt."""

import ctypes
import sys

if sys.version_info < (3, 12):
    # Before Python 3.12, None is counted like any object, and PySide 6.12 gives one count too few back whenever Qt
    # answers with nothing (an item that is not there, data that is not set). After some thousand such answers Python
    # ends the process. From 3.12 on None is never counted; here it is given more than can be used up.
    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40
