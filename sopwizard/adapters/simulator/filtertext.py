"""The text of a $filter, made ready for the grammar, which takes less than Dataverse does."""

import re
from collections.abc import Mapping

from sopwizard.adapters.simulator import crmfunctions
from sopwizard.adapters.simulator.errors import bad_query, unsupported

# the grammar takes these words for its own, also where a longer name only begins with them (allowusersseeappdownload…)
_OPENING_KEYWORD = re.compile(r"(?:null|true|false|any|all|not|duration|geography)\w", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_][\w.]*")
SHIELD = "c__"


def prepared(text: str, aliases: Mapping[str, str]) -> tuple[str, list[crmfunctions.Call]]:
    """The text with aliases put in, Dataverse's own functions as place-holders, and names shielded from keywords."""
    out: list[str] = []
    calls: list[crmfunctions.Call] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character == "'":
            end = _end_of_text(text, position)
            out.append(text[position:end])
            position = end
            continue
        if character == "@":
            name = re.compile(r"@\w+").match(text, position)
            if name is None or name[0] not in aliases:
                raise bad_query(f"Syntax error at position {position} in '{text}'.")
            out.append(aliases[name[0]])
            position = name.end()
            continue
        word = _WORD.match(text, position)
        if word is None:
            out.append(character)
            position += 1
            continue
        position = word.end()
        if word[0] == "in" and text[position:].lstrip().startswith("("):
            raise unsupported("The query node In is not supported.")
        if word[0].startswith("Microsoft.Dynamics.CRM."):
            end = crmfunctions.end_of_call(text, position)
            calls.append(crmfunctions.parse(word[0].rsplit(".", 1)[1], text[position + 1 : end - 1], aliases))
            out.append(f"({SHIELD}call{len(calls) - 1} eq true)")
            position = end
        elif _OPENING_KEYWORD.match(word[0]) and not text.startswith("'", position):
            out.append(SHIELD + word[0])
        else:
            out.append(word[0])
    return "".join(out), calls


def _end_of_text(text: str, start: int) -> int:
    position = start + 1
    while True:
        position = text.find("'", position)
        if position < 0:
            raise bad_query(f"There is an unterminated string literal at position {len(text)} in '{text}'.")
        if not text.startswith("''", position):
            return position + 1
        position += 2
