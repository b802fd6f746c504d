"""Makes the manual page and the shell completion from the command line itself, so that they cannot tell otherwise.

Run by the bundle's environment, which has the program's libraries: `pages.py FOLDER DATE`.
"""

import argparse
import re
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from sopwizard import __version__  # noqa: E402  the checkout's
from sopwizard.cli import arguments  # noqa: E402  as above
from sopwizard.cli.main import COMMANDS  # noqa: E402  as above
from sopwizard.text import usage  # noqa: E402  as above


def main() -> None:
    """Write `sopwizard.1` and `sopwizard.bash` there."""
    folder, date = Path(sys.argv[1]), sys.argv[2]
    top = arguments._top(COMMANDS)  # noqa: SLF001  the parser is nobody else's business
    parsers = {command.name: arguments.parser(command) for command in COMMANDS}
    (folder / "sopwizard.1").write_text(manual(top, parsers, date), "utf-8")
    (folder / "sopwizard.bash").write_text(completion(top, parsers), "utf-8")


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What begins with a dash."""
    return [action for action in parser._actions if action.option_strings]  # noqa: SLF001  argparse tells it nowhere else


def manual(top: argparse.ArgumentParser, parsers: Mapping[str, argparse.ArgumentParser], date: str) -> str:
    """The page in roff, dated YYYY-MM-DD."""
    common = {word for action in options(top) for word in action.option_strings}
    lines = [f'.TH SOPWIZARD 1 {date} "sopwizard {__version__}" "User Commands"', ".SH NAME"]
    lines += [r"sopwizard \- set up sales order integration in Dynamics 365", ".SH SYNOPSIS", ".B sopwizard"]
    lines += [r"[\-\-training [SCENARIO] | \-\-environment URL | \-\-open FILE]", ".br", ".B sopwizard", "COMMAND ..."]
    lines += [".SH DESCRIPTION", roff(usage.about_all()), ".SH OPTIONS", *described(options(top))]
    lines += [".SH COMMANDS"]
    for name, parser in parsers.items():
        lines += [f".SS {roff(name)}", roff(usage.about(name))]
        lines += described([a for a in parser._actions if not set(a.option_strings) & common])  # noqa: SLF001  as above
    lines += [".SH EXIT STATUS"]
    for code, meaning in (
        ("0", "done, and nothing stands in the way"),
        ("1", "findings, drift, a failed verification, a plan that is blocked, or a self-test that failed"),
        ("2", "wrong usage"),
        ("3", "cannot sign in or connect"),
        ("4", "not allowed"),
        ("5", "stopped part-way or in conflict; what was done is in the journal"),
        ("130", "cancelled by the user"),
    ):
        lines += [".TP", rf"\fB{code}\fR", roff(meaning)]
    lines += [
        ".SH FILES",
        ".TP",
        r"\fI~/.local/share/sopwizard\fR",
        "journal, settings, logs and training environments",
    ]
    lines += [".TP", r"\fI/etc/sopwizard/policy.json\fR", "what the administrator decided for everybody here"]
    return "\n".join(lines) + "\n"


def described(actions: list[argparse.Action]) -> list[str]:
    """A list of options and arguments."""
    lines = []
    for action in actions:
        if action.help == argparse.SUPPRESS:
            continue
        names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        value = f" {action.metavar}" if action.option_strings and action.metavar else ""
        if action.choices:
            value += " {" + ",".join(map(str, action.choices)) + "}"
        lines += [".TP", rf"\fB{plain(names)}\fR{plain(value)}", roff(action.help or "")]
    return lines


def plain(text: str) -> str:
    """Text that roff takes for text, in the middle of a line."""
    return text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...")


def roff(text: str) -> str:
    """Text that roff takes for text, in lines that a terminal shows whole."""
    lines = textwrap.wrap(plain(text), 78, break_long_words=False, break_on_hyphens=False)
    return "\n".join(re.sub(r"^([.'])", r"\\&\1", line) for line in lines)


def completion(top: argparse.ArgumentParser, parsers: Mapping[str, argparse.ArgumentParser]) -> str:
    """Completion for bash: commands, options, and the values that an option chooses from."""
    cases = "\n".join(f'    {name}) words="{words(parser)}" ;;' for name, parser in parsers.items())
    values: dict[str, str] = {}
    for parser in (top, *parsers.values()):
        for action in options(parser):
            if action.choices:
                values |= dict.fromkeys(action.option_strings, " ".join(map(str, action.choices)))
    values["--map"] = "cds dynamics365 classic data-integrator"
    chosen = "\n".join(
        f'    {name}) COMPREPLY=($(compgen -W "{each}" -- "$cur")); return ;;' for name, each in values.items()
    )
    return f"""# bash completion for sopwizard
_sopwizard() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD-1]}}"
  local commands="{" ".join(parsers)}" each command="" words
  COMPREPLY=()
  case "$prev" in
{chosen}
    --save|--to|--plan|--tls-cert|--tls-key|--check-updates) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  for each in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case " $commands " in *" $each "*) command="$each"; break ;; esac
  done
  case "$command" in
{cases}
    *) words="$commands {words(top)}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _sopwizard sopwizard
"""


def words(parser: argparse.ArgumentParser) -> str:
    """The options of one parser."""
    return " ".join(word for action in options(parser) for word in action.option_strings)


if __name__ == "__main__":
    main()
