"""What `--self-test` says: one line a part."""

from sopwizard.domain.selftest import Part, Piece, State
from sopwizard.text import _


def line(part: Part) -> str:
    """One part in one line."""
    return _("{state}  {name}: {sentence}").format(
        state=state(part.state).ljust(7), name=name(part.piece), sentence=sentence(part)
    )


def state(value: State) -> str:
    """How it went."""
    return {State.OK: _("ok"), State.LIMITED: _("limited"), State.FAILED: _("FAILED")}[value]


def name(piece: Piece) -> str:
    """What was tried."""
    return {
        Piece.RESOURCES: _("Program files"),
        Piece.JOURNAL: _("Journal"),
        Piece.POLICY: _("Policy"),
        Piece.TLS: _("Secure connections"),
        Piece.KEYRING: _("Keyring"),
        Piece.TRAINING: _("Training"),
        Piece.PLATFORM: _("Window system"),
        Piece.FONTS: _("Fonts"),
        Piece.PAGES: _("Pages"),
    }[piece]


def sentence(part: Part) -> str:
    """What was found."""
    facts = dict(part.facts)
    if part.state is State.FAILED:
        return _("{reason}").format(reason=facts.get("reason", ""))
    return _sentence(part.piece, limited=part.state is State.LIMITED).format(**facts)


def _sentence(piece: Piece, *, limited: bool) -> str:
    return {
        Piece.RESOURCES: _("{rules} rules and {scenarios} training environments are whole"),
        Piece.JOURNAL: _("{folder} can be written, and its {runs} runs be read"),
        Piece.POLICY: _("{path}: {rules}") if limited else _("none at {path}"),
        Piece.TLS: _("certificates are judged by this system, which trusts {authorities} authorities"),
        Piece.KEYRING: _("no keyring can be used ({reason}); sign-ins last until the program ends")
        if limited
        else _("{backend} keeps, returns and forgets a secret"),
        Piece.TRAINING: _("{scenario} was read over HTTP on this computer"),
        Piece.PLATFORM: _("no display here; Qt {version} was tried without one")
        if limited
        else _("Qt {version} on {platform}"),
        Piece.FONTS: _("{family}, one of {families}"),
        Piece.PAGES: _("{pages} pages were shown once, with a training run applied and verified"),
    }[piece]


def verdict(*, works: bool) -> str:
    """The last line."""
    return _("This installation works.") if works else _("This installation does not work; the lines above say why.")
