"""What Microsoft's own Python client does with a simulator. Run by its own interpreter path; prints one JSON object.

Arguments: the origin. REQUESTS_CA_BUNDLE names the authority of its certificate.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from azure.core.credentials import AccessToken  # type: ignore[import-not-found]  # of another folder, see the test
from PowerPlatform.Dataverse.client import DataverseClient  # type: ignore[import-not-found]
from PowerPlatform.Dataverse.models.filters import col, raw  # type: ignore[import-not-found]

warnings.simplefilter("ignore", DeprecationWarning)


class Credential:
    """A token that any Dataverse of ours takes."""

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        return AccessToken("not.a.secret", int(time.time()) + 3600)


def plain(value: Any) -> Any:  # noqa: ANN401  whatever the client gives
    """Something that JSON can hold."""
    if hasattr(value, "data") and isinstance(value.data, dict):
        return value.data
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)


results: dict[str, Any] = {}


def do(name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401  see plain
    """Run a step and keep what came of it, also where that is an error."""
    try:
        value = work()
        results[name] = plain(value)
    except Exception as error:  # noqa: BLE001  an error is a result here
        results[name] = {
            "error": type(error).__name__,
            "status": getattr(error, "status_code", None),
            "text": str(error),
        }
        return None
    return value


with DataverseClient(sys.argv[1], Credential()) as client:
    records, query = client.records, client.query
    key = do("create", lambda: records.create("account", {"name": "Contoso", "revenue": 5, "telephone1": "1"}))
    do("retrieve", lambda: records.retrieve("account", key, select=["name", "revenue"]))
    do("update", lambda: records.update("account", key, {"name": "Contoso 2_%'"}))
    do("filter", lambda: list(records.list("account", filter="name eq 'Contoso 2_%'''", select=["name"], top=5)))
    do("missing", lambda: records.retrieve("account", "00000000-0000-0000-0000-00000000dead"))
    do("many", lambda: records.create("account", [{"name": f"Many {number:02}"} for number in range(12)]))
    do("update many", lambda: records.update("account", results["many"], {"telephone1": "42"}))
    do("changed many", lambda: list(records.list("account", filter="telephone1 eq '42'", select=["name"])))
    do(
        "builder",
        lambda: list(
            query.builder("account")
            .select("name")
            .where(col("name").startswith("Many") & (col("telephone1") == "42"))
            .order_by("name", descending=True)
            .top(3)
            .execute()
        ),
    )
    do(
        "in",
        lambda: list(query.builder("account").select("name").where(col("name").in_(["Many 01", "Many 07"])).execute()),
    )
    do("not", lambda: list(query.builder("account").select("name").where(~col("name").like("Many%")).execute()))
    do(
        "raw",
        lambda: list(
            query.builder("account")
            .select("name")
            .where(raw("Microsoft.Dynamics.CRM.Today(PropertyName='createdon')"))
            .execute()
        ),
    )
    do("paged", lambda: [len(page) for page in records.list_pages("account", select=["name"], page_size=5)])
    do(
        "all pages",
        lambda: sorted(
            {row["accountid"] for page in records.list_pages("account", select=["name"], page_size=5) for row in page}
        ),
    )
    do(
        "fetchxml",
        lambda: [
            row["name"]
            for row in query.fetchxml(
                "<fetch count='4'><entity name='account'><attribute name='name'/><order attribute='name'/>"
                "<filter><condition attribute='name' operator='like' value='Many%'/></filter></entity></fetch>"
            ).execute()
        ],
    )
    do(
        "sql",
        lambda: list(
            query.sql("SELECT TOP 2 name, telephone1 FROM account WHERE name LIKE 'Many%' ORDER BY name DESC")
        ),
    )
    do("sql write", lambda: list(query.sql("SELECT name FROM account; DELETE FROM account")))
    do(
        "annotated",
        lambda: list(
            records.list(
                "systemuser",
                filter="isintegrationuser eq false",
                select=["fullname", "isintegrationuser"],
                top=1,
                include_annotations="*",
            )
        ),
    )
    do(
        "expand",
        lambda: list(
            records.list("account", filter="accountnumber eq 'US-001'", select=["name"], expand=["primarycontactid"])
        ),
    )
    do(
        "flag",
        lambda: records.update(
            "organization", "6c1b7f5e-2d0a-4c38-9a57-5f5a1c0e7b42", {"issopintegrationenabled": True}
        ),
    )
    do(
        "flag read",
        lambda: records.retrieve(
            "organization", "6c1b7f5e-2d0a-4c38-9a57-5f5a1c0e7b42", select=["issopintegrationenabled"]
        ),
    )
    do("organization created", lambda: records.create("organization", {"name": "second"}))
    do("unknown table", lambda: records.create("nonsense", {"name": "x"}))
    do("unknown column", lambda: list(records.list("account", select=["nonsense"])))
    do("unknown filter", lambda: list(records.list("account", filter="nonsense eq 1")))
    do("bad type", lambda: records.update("account", key, {"revenue": "much"}))
    do("table", lambda: client.tables.get("salesorder"))
    do("columns", lambda: [column["LogicalName"] for column in client.tables.list_columns("salesorder")])
    do("table made", lambda: client.tables.create("new_Thing", {"new_Name": "string"}))

    def batch() -> list[Any]:
        work = client.batch.new()
        work.records.update("account", key, {"telephone1": "77"})
        work.records.create("account", {"name": "In a batch"})
        work.records.retrieve("account", key, select=["telephone1"])
        return [[entry.status_code, entry.data] for entry in work.execute(continue_on_error=True).responses]

    do("batch", batch)

    def change_set() -> list[Any]:
        work = client.batch.new()
        with work.changeset() as changes:
            reference = changes.records.create("account", {"name": "First of the set"})
            changes.records.create("contact", {"lastname": "Second", "parentcustomerid_account@odata.bind": reference})
        return [entry.status_code for entry in work.execute().responses]

    do("change set", change_set)
    do(
        "change set rows",
        lambda: list(records.list("contact", filter="lastname eq 'Second'", select=["_parentcustomerid_value"])),
    )

    def torn_set() -> list[Any]:
        work = client.batch.new()
        with work.changeset() as changes:
            changes.records.create("account", {"name": "Never there"})
            changes.records.update("account", "00000000-0000-0000-0000-00000000dead", {"name": "x"})
        return [entry.status_code for entry in work.execute(continue_on_error=True).responses]

    do("torn set", torn_set)
    do("torn set rows", lambda: list(records.list("account", filter="name eq 'Never there'", select=["name"])))
    do(
        "upsert",
        lambda: client.records.upsert(
            "account", [{"alternate_key": {"accountnumber": "US-001"}, "record": {"telephone1": "99"}}]
        ),
    )
    do("upserted", lambda: list(records.list("account", filter="telephone1 eq '99'", select=["name"])))
    do("delete", lambda: records.delete("account", key))
    do("deleted", lambda: records.retrieve("account", key))

sys.stdout.write(json.dumps(results))
