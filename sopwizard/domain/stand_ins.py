"""Names replaced in a text by what stands for them."""

import re
from collections.abc import Mapping
from typing import Final

_SHORT: Final = 4


def replaced(text: str, stand_ins: Mapping[str, str]) -> str:
    """The text with every name replaced, the longest first: a name may be a part of another.

    A name of few Latin letters stands inside other words by chance, so it is replaced only where it stands alone.
    """
    for name in sorted(filter(None, stand_ins), key=len, reverse=True):
        if len(name) < _SHORT and name.isascii():
            text = stand_ins[name].join(re.split(rf"(?<!\w){re.escape(name)}(?!\w)", text))
        else:
            text = text.replace(name, stand_ins[name])
    return text
