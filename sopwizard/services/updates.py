"""Looks for a newer version when somebody asks for it; never by itself."""

from pathlib import Path
from typing import Protocol

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.policy import Policy
from sopwizard.domain.updates import Offer, Package, Release, is_newer
from sopwizard.services.job import Job
from sopwizard.services.ports import Clock


class Feed(Protocol):
    """Where newer versions are announced. UPDATE_UNVERIFIED for anything that the publisher did not sign."""

    @property
    def host(self) -> str:
        """Its name, for people."""

    def release(self, job: Job) -> Release:
        """The newest release, its signature verified."""

    def download(self, package: Package, folder: Path, job: Job) -> Path:
        """The file in that folder, its size and digest verified; FILE_UNWRITABLE."""


def check_policy(policy: Policy) -> None:
    """NOT_BY_POLICY where the administrator updates this computer."""
    if not policy.updates:
        raise SopError(Problem.NOT_BY_POLICY, path=policy.source, what="updates")


def look(feed: Feed, installed: str, system: str, clock: Clock, job: Job, folder: Path | None = None) -> Offer:  # noqa: PLR0913, PLR0917
    """The newer version, if there is one; with ``folder``, its file too. Nothing is installed.

    UPDATE_UNVERIFIED for a feed that has expired or is not the publisher's.
    """
    release = feed.release(job)
    if release.expires <= clock.now():
        raise SopError(Problem.UPDATE_UNVERIFIED, host=feed.host, reason="expired")
    if not is_newer(release.version, installed):
        return Offer(installed, None)
    package = release.package(system)
    file = feed.download(package, folder, job) if package is not None and folder is not None else None
    return Offer(installed, release, package, None if file is None else str(file))
