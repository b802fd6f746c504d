"""Signing in and out, and who is signed in."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from sopwizard.cli import layout
from sopwizard.cli.result import Result
from sopwizard.cli.session import Session
from sopwizard.cli.world import Signing
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import Account, Connection, Way
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.report import accounts as published
from sopwizard.services.job import Cancelled, Job
from sopwizard.text import accounts as text
from sopwizard.text import signin as signin_text
from sopwizard.text import usage


def add_sign_in(to: ArgumentParser) -> None:
    """The arguments of sign-in."""
    to.add_argument("url", metavar="URL", nargs="?", help=usage.option("sign-in-url"))
    to.add_argument("--another", action="store_true", help=usage.option("another"))


def add_sign_out(to: ArgumentParser) -> None:
    """The arguments of sign-out."""
    to.add_argument("account", metavar="ACCOUNT", nargs="?", help=usage.option("account"))
    to.add_argument("--forget-everything", action="store_true", help=usage.option("forget-everything"))
    to.add_argument("--yes", action="store_true", help=usage.option("yes"))


def accounts(session: Session, _options: Namespace) -> Result:
    """Everybody who is signed in on this computer."""
    signing = session.signing()
    found = signing.verbs.accounts(session.job())
    state = signing.vault_state

    def lines(width: int) -> Iterator[str]:
        if found:
            rows = [(one.account, one.tenant or "–", text.cloud(one.cloud)) for one in found]
            yield from layout.table(text.columns(), rows, width)
        else:
            yield text.nobody()
        yield ""
        yield signin_text.vault(state)

    return Result(published.accounts(found, state), lines)


def sign_in(session: Session, options: Namespace) -> Result:
    """Sign in, and prove it where an environment is named."""
    auth = session.connection.auth
    if auth in {Way.CLIENT_CREDENTIALS, Way.TOKEN}:
        raise SopError(Problem.USAGE, text=text.nothing_to_keep(auth))
    target = session.target(options.url) if options.url else None
    if target is not None and target.is_training:
        raise SopError(Problem.USAGE, text=text.no_sign_in_for_training())
    signing, job = session.signing(), session.job()
    account = _account(session, signing, target, job, another=options.another)
    proved = signing.verbs.connect(target, job) if target is not None else None
    state = signing.vault_state

    def lines(_width: int) -> Iterator[str]:
        if account is not None:
            yield text.signed_in(account)
        if proved is not None:
            yield text.connected(proved)
        yield signin_text.vault(state)

    return Result(published.signed_in(account or _owner(signing, proved, job), proved, state), lines)


def _account(session: Session, signing: Signing, target: Target | None, job: Job, *, another: bool) -> Account | None:
    """Who signed in. None where nobody is there to, and the environment will tell whether a kept account works."""
    auth = session.connection.auth
    if auth is None and not session.connection.attended:
        if target is None or another:
            raise SopError(Problem.SIGN_IN_NEEDED, reason=SignInReason.NOT_SIGNED_IN.value)
        return None
    account = signing.verbs.sign_in(target, Way(auth or Way.INTERACTIVE), job, another=another)
    signing.use(account.id)
    return account


def _owner(signing: Signing, proved: Connection | None, job: Job) -> Account | None:
    """Whose kept account was used."""
    if proved is None:
        return None
    known = {one.id: one for one in signing.verbs.accounts(job)}
    owner = signing.owner(proved.target.url)
    return known.get(owner) if owner is not None else None


def sign_out(session: Session, options: Namespace) -> Result:
    """Sign one account out, or all of them."""
    if options.account and options.forget_everything:
        raise SopError(Problem.USAGE, text=text.account_or_everything())
    signing, job = session.signing(), session.job()
    known = signing.verbs.accounts(job)
    if not options.account and len(known) > 1 and not options.yes and session.console.is_terminal:
        _agree(session, len(known))
    if options.forget_everything:
        signing.verbs.forget_everything(job)
        gone = known
    else:
        gone = _sign_out(signing, options.account, job)

    def lines(width: int) -> Iterator[str]:
        yield text.signed_out(tuple(one.account for one in gone))
        if options.forget_everything:
            yield text.forgotten()
        if gone:
            yield from layout.paragraph(text.browser_stays(), width)

    return Result(published.signed_out(gone, signing.vault_state), lines)


def _sign_out(signing: Signing, name: str | None, job: Job) -> tuple[Account, ...]:
    """Who was signed out. USAGE for a name that nobody has."""
    try:
        return signing.verbs.sign_out(name, job)
    except SopError as error:
        if error.details.get("reason") != SignInReason.UNKNOWN_ACCOUNT:
            raise
        raise SopError(Problem.USAGE, text=text.unknown_account(str(name))) from error


def _agree(session: Session, number: int) -> None:
    try:
        agreed = session.console.agrees(text.sign_all_out(number))
    except KeyboardInterrupt:
        agreed = False
    if not agreed:
        raise Cancelled
