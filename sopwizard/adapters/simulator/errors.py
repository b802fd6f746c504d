"""How Dataverse refuses: every error answer that the simulator gives, with its HTTP status, code and sentence.

Codes and sentences follow the public error reference and answers seen in public issue threads (DOMAIN 7.3).
"""


class DataverseError(Exception):
    """A refusal: an HTTP status, the hex code of the error body, its message, and headers that go with it."""

    def __init__(self, status: int, code: str, message: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers


QUERY = "0x80060888"
PAYLOAD = "0x80048d19"


def unknown_segment(segment: str) -> DataverseError:
    """A path that names nothing: no table, property, function or action."""
    return DataverseError(404, QUERY, f"Resource not found for the segment '{segment}'.")


def unknown_property(name: str, table: str) -> DataverseError:
    """A query option that names a column which the table does not have."""
    return DataverseError(
        400, QUERY, f"Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{table}'."
    )


def bad_query(message: str) -> DataverseError:
    """A query option that cannot be understood."""
    return DataverseError(400, QUERY, message)


def bad_key() -> DataverseError:
    """A key in the path that is no key."""
    return DataverseError(400, QUERY, "Bad Request - Error in query syntax.")


def bad_payload(table: str, inner: str) -> DataverseError:
    """A body that does not fit the table."""
    return DataverseError(
        400,
        PAYLOAD,
        f"Error identified in Payload provided by the user for Entity :'{table}', For more information on this error "
        "please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : "
        f"Microsoft.OData.ODataException: {inner}",
    )


def unsupported(message: str) -> DataverseError:
    """Something that OData knows and Dataverse does not implement."""
    return DataverseError(501, QUERY, message)


def method_not_allowed(method: str, allowed: str) -> DataverseError:
    """A verb that the resource does not take."""
    return DataverseError(
        405, QUERY, f"The requested resource does not support http method '{method}'.", (("Allow", allowed),)
    )


def message_not_supported(message: str, table: str) -> DataverseError:
    """A table without that message, such as Create for organization."""
    return DataverseError(400, "0x80040800", f"The '{message}' method does not support entities of type '{table}'.")


def not_found(table: str, row: str) -> DataverseError:
    """A row that is not there."""
    return DataverseError(404, "0x80040217", f"Entity '{table}' With Id = {row} Does Not Exist")


def not_found_by_key(table: str) -> DataverseError:
    """An alternate key that no row has."""
    return DataverseError(404, "0x80060891", f"A record with the specified key values does not exist in {table} entity")


def precondition_failed() -> DataverseError:
    """The row's version is not the one of If-Match."""
    return DataverseError(
        412,
        "0x80060882",
        "The version of the existing record doesn't match the RowVersion property provided.",
    )


def no_optimistic_concurrency(table: str) -> DataverseError:
    """If-Match with a version on a table without optimistic concurrency."""
    return DataverseError(
        400,
        "0x8006088d",
        f"Optimistic concurrency isn't enabled for entity type {table}. The IsOptimisticConcurrencyEnabled property "
        "must be set to true to use this feature.",
    )


def duplicate_key() -> DataverseError:
    """A row with the same alternate key, or any row where If-None-Match: * forbids one."""
    return DataverseError(412, "0x80060892", "A record with matching key values already exists.")


def duplicate_row() -> DataverseError:
    """A row with the same primary key."""
    return DataverseError(412, "0x80040237", "Cannot insert duplicate key.")


def invalid_argument(message: str) -> DataverseError:
    """A value that no column of that kind takes."""
    return DataverseError(400, "0x80040203", message)


def invalid_state_pair(table: str, status: int, state: int) -> DataverseError:
    """A status reason that does not belong to the status."""
    return DataverseError(
        400,
        "0x80048408",
        f"{status} is not a valid status code for state code {state} on {table}. State code is invalid or state code "
        "is valid but status code is invalid for a specified state code.",
    )


def out_of_range(table: str, column: str, value: int, accepted: str) -> DataverseError:
    """A choice that the column does not offer."""
    return DataverseError(
        400,
        "0x8004431a",
        f"A validation error occurred. The value {value} of '{column}' on record of type '{table}' is outside the "
        f"valid range. Accepted Values: {accepted}",
    )


def too_many_aggregated() -> DataverseError:
    """More rows than one aggregate query may look at (50,000)."""
    return DataverseError(400, "0x8004e023", "The maximum record limit is exceeded. Reduce the number of records.")


def unauthorized(authority: str, resource: str, *, expired: bool) -> DataverseError:
    """No token, or one that is no longer valid; the header tells tenant and authority (DOMAIN 7.3)."""
    challenge = f"Bearer authorization_uri={authority}, resource_id={resource}"
    if expired:
        challenge += ', error="invalid_token", error_description="The access token expired"'
    return DataverseError(
        401, "0x8005f101", "The requested resource requires authentication.", (("WWW-Authenticate", challenge),)
    )


def not_a_member() -> DataverseError:
    """A token of somebody who is no user of the environment."""
    return DataverseError(403, "0x80072560", "The user is not a member of the organization.")


def disabled_user(user: str) -> DataverseError:
    """A token of a disabled user."""
    return DataverseError(
        403, "0x80040225", f"The specified user(Id = {user}) is disabled. Consider enabling this user."
    )


def throttled(seconds: str) -> DataverseError:
    """The service protection limit on the number of requests (DOMAIN 7.4)."""
    return DataverseError(
        429,
        "0x80072322",
        "Number of requests exceeded the limit of 6000 over time window of 300 seconds.",
        (("Retry-After", seconds),),
    )


def crashed() -> DataverseError:
    """A bug of the server's own."""
    return DataverseError(500, "0x80040216", "An unexpected error occurred.")
