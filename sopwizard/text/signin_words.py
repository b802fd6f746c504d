"""What is said of a sign-in that failed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInWords:
    """What happened, in a title and a sentence, and one thing to do."""

    title: str
    happened: str
    todo: str
