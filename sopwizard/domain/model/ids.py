"""Names of rows and runs, told apart by type. Ids of rows are lower-case GUID strings."""

from typing import NewType

UserId = NewType("UserId", str)
ApplicationId = NewType("ApplicationId", str)
OrganizationId = NewType("OrganizationId", str)
RunId = NewType("RunId", str)
