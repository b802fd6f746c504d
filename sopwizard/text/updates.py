"""What looking for a newer version says."""

from sopwizard.domain.updates import Offer
from sopwizard.text import _


def lines(offer: Offer) -> tuple[str, ...]:
    """Whether there is a newer version, and where."""
    if offer.release is None:
        return (_("{version} is the newest version.").format(version=offer.installed),)
    said = [
        _("Version {newer} is there, signed by its publisher; this is {installed}.").format(
            newer=offer.release.version, installed=offer.installed
        ),
        _("What is new: {notes}").format(notes=offer.release.notes),
    ]
    if offer.file is not None:
        said.append(_("Its installer was verified and is ready: {file}").format(file=offer.file))
    elif offer.package is not None:
        said.append(_("Get it at {url}").format(url=offer.package.url))
        said.append(_("SHA-256 {digest}").format(digest=offer.package.sha256))
    else:
        said.append(_("There is no installer of it for this system."))
    return tuple(said)
