"""`--check-updates`: whether there is a newer version, asked for by somebody."""

from pathlib import Path

from sopwizard.cli.result import Result
from sopwizard.cli.session import Session
from sopwizard.domain.errors import Problem, SopError
from sopwizard.text import updates as text


def check(session: Session, folder: str) -> Result:
    """What the feed offers; into that folder, if one is named, comes the file. NO_UPDATE_FEED, UPDATE_UNVERIFIED."""
    look = session.world.look_for_updates
    if look is None:
        raise SopError(Problem.NO_UPDATE_FEED)
    offer = look(Path(folder) if folder else None)
    release, package = offer.release, offer.package
    data = {
        "installed": offer.installed,
        "newer": release.version if release else None,
        "notes": release.notes if release else None,
        "url": package.url if package else None,
        "sha256": package.sha256 if package else None,
        "file": offer.file,
    }
    return Result(data, lambda _width: text.lines(offer))
