"""Asks an environment, without a token, who signs its people in."""

from sopwizard.adapters.abandon import abandonable
from sopwizard.services.job import Job
from sopwizard.text import signin as text

_UNAUTHORIZED = 401


def challenge(origin: str, seconds: float, job: Job) -> str | None:
    """The WWW-Authenticate header of the environment's 401; None where it answers something else.

    Network problems are raised as such. Nothing but the address is sent.
    """
    import requests  # noqa: PLC0415  70 ms that a start without a sign-in need not pay

    from sopwizard.adapters.signin.http import Session, network_problem  # noqa: PLC0415  as above

    def look() -> str | None:
        with Session(seconds) as session:
            answer = session.get(f"{origin}/api/data/v9.2/WhoAmI", headers={"Accept": "application/json"})
            return answer.headers.get("WWW-Authenticate") if answer.status_code == _UNAUTHORIZED else None

    job.step(text.asking(origin.split("://", 1)[-1]))
    try:
        return abandonable(look, job)
    except requests.RequestException as error:
        raise network_problem(error, origin) from error
