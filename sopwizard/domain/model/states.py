"""Kinds and states, by their published names. Who only names one need not load the nouns that have it."""

from enum import StrEnum, unique


@unique
class UserRole(StrEnum):
    """What an integration user is for, told by its application id and by nothing else (DOMAIN 3)."""

    RUNTIME = "runtime"
    ERP = "erp"
    DATA_INTEGRATION = "data-integration"
    OTHER = "other"


@unique
class Severity(StrEnum):
    """How much a finding matters, most severe first."""

    BLOCKER = "blocker"
    WARNING = "warning"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    OK = "ok"


@unique
class Confidence(StrEnum):
    """How well a fact is founded; anything but PUBLISHED is shown as such and never silently decides."""

    PUBLISHED = "published"
    INFERENCE = "inference"
    UNVERIFIED = "unverified"
    FIELD_REPORT = "field-report"


@unique
class Reason(StrEnum):
    """Why a change is planned, or why a cell is already right; `text.changes` has the sentences."""

    FLAG_ON = "flag-on"
    FLAG_OFF = "flag-off"
    DUAL_WRITE_USER = "dual-write-user"
    NAMED_BY_HAND = "named-by-hand"
    UNMARK_BY_HAND = "unmark-by-hand"
    UNDO = "undo"


@unique
class ChangeState(StrEnum):
    """Where a change stands. PLANNED and INTENDED are the journal's; the rest are published."""

    PLANNED = "planned"
    INTENDED = "intended"
    APPLIED = "applied"
    VERIFIED = "verified"
    SKIPPED = "skipped"
    FAILED = "failed"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


@unique
class RunKind(StrEnum):
    """What a journalled run did."""

    APPLY = "apply"
    UNDO = "undo"


@unique
class RunOutcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    NOTHING_TO_DO = "nothing-to-do"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"
