"""What the command line's help says of commands and options."""

from __future__ import annotations

from sopwizard.text import _


def about_all() -> str:
    """What the program is for."""
    return _(
        "Set up sales order integration between Dynamics 365 Sales and Supply Chain Management. Without a command, the "
        "wizard's window opens."
    )


def about(command: str) -> str:
    """What a command does."""
    return {
        "orders": _("count orders by their statuses and say what the map does not allow; writes nothing"),
        "check": _("read an environment and say what stands in the way; writes nothing"),
        "plan": _("show the changes that apply would make, and why; writes nothing"),
        "apply": _("plan, ask, journal, write, and read back"),
        "verify": _("read again and compare with what the map needs; writes nothing"),
        "undo": _("put back what a run changed, where nobody changed it since"),
        "history": _("list the runs that were made on this computer"),
        "status-map": _("show the status tables of the maps"),
        "pricing": _("show who calculates prices in a situation"),
        "story": _("play one order's life through both systems, under one or more maps"),
        "report": _("write the hand-over document of a run, or check one"),
        "simulator": _("serve a training environment as a Dataverse Web API on this computer"),
        "sign-in": _("sign in, and prove it at the environment if one is named; nobody is asked twice"),
        "sign-out": _("sign an account out on this computer, or all of them"),
        "accounts": _("list who is signed in on this computer, and where that is kept"),
        "scenarios": _("list the training environments, or put one back to its beginning"),
    }[command]


def option(name: str) -> str:
    """What an option or argument means."""
    return {
        "version": _("say which version this is"),
        "self-test": _("try whether this installation works, part by part"),
        "check-updates": _("ask whether there is a newer version; with FOLDER, also fetch its installer there"),
        "training": _("open the window against a training environment"),
        "environment": _("open the window at that environment"),
        "open": _("open the window with a saved check; nothing is connected"),
        "format": _("how to print results (text)"),
        "auth": _("how to sign in (a kept account, else the browser); token takes SOPWIZARD_ACCESS_TOKEN"),
        "sign-in-url": _("the environment to sign in to; without one, to Microsoft's list of environments"),
        "another": _("sign in with another account than those that are kept"),
        "account": _("the account, as the list of accounts names it (all)"),
        "forget-everything": _("delete all sign-ins and the list of recent environments"),
        "client-id": _("the app registration to sign in with"),
        "tenant": _("the directory to sign in to"),
        "authority": _("the address of the sign-in service"),
        "timeout": _("the longest that one whole answer may take"),
        "verbose": _("log to standard error; twice for more"),
        "url": _("the environment: https://contoso.crm4.dynamics.com or training:SCENARIO"),
        "map": _("cds, dynamics365, classic or data-integrator"),
        "story": _("a ready story by its name, or a story's file (happy-path)"),
        "story-map": _("a map to play it under; may be repeated (all of them)"),
        "mark": _("a user to mark, by user id or application id; may be repeated; replaces the proposal"),
        "unmark": _("a user to unmark, by user id or application id; may be repeated"),
        "sop": _("whether sales order processing integration is on (on)"),
        "yes": _("agree in advance"),
        "save": _(
            "keep what was read in this file, with the orders counted; it may stand for URL where nothing is written"
        ),
        "redact": _("keep it without names, addresses, ids and order numbers"),
        "run": _("the run's id, as history lists it"),
        "to": _("the file to write; its ending (.html, .pdf, .md or .json) says the format"),
        "report-redact": _("replace names of people, organizations and hosts, and ids, by stand-ins"),
        "report-check": _("say whether this document is as it was written"),
        "user": _("who works (regular)"),
        "order-state": _("how the order stands (active)"),
        "port": _("the port to serve at; 0 takes a free one"),
        "scenario": _("the training environment (first-setup)"),
        "only": _("put back this change of the run only, by the id that the run's JSON shows; may be repeated"),
        "save-plan": _("keep the plan in this file, for apply --plan"),
        "plan": _(
            "apply the plan in this file, if nothing that it saw has changed; takes the place of URL and choices"
        ),
        "fault": _("what goes wrong on purpose, as listed below; may be repeated"),
        "tls-cert": _("serve https with this certificate (PEM)"),
        "tls-key": _("the certificate's key (PEM)"),
        "reset": _("put this one back to its beginning"),
    }[name]
