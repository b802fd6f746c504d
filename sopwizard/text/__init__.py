"""Every sentence that a user reads, for window, command line and report alike.

One module a subject: errors, findings, changes, status, pricing, pages, commands. Other packages hold no sentences.
"""

import gettext
from functools import cache

from sopwizard import resources


@cache
def _translations() -> gettext.NullTranslations:
    return gettext.translation("sopwizard", resources.path("locale"), fallback=True)


def _(sentence: str) -> str:
    """The sentence in the user's language. Placeholders are named and filled with str.format by the caller."""
    return _translations().gettext(sentence)
