"""The pages between reading and applying."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QRadioButton, QTabBar, QWidget

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.surroundings import Team, UserRoles
from sopwizard.domain.wizard import Page
from sopwizard.ui.widgets.status_picture import StatusPicture
from sopwizard.ui.widgets.table import Table
from tests.support.snapshots import (
    ADELE,
    CDS_ROWS,
    DATA_INTEGRATION,
    ERP,
    a_snapshot,
    adele,
    dual_write_users,
    with_organization,
)
from tests.support.windows import TRAINING, Desk


def test_a_person_who_is_marked_is_a_warning_that_leads_to_the_users(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, users=Known((*dual_write_users(), adele()))))
    d.read()
    assert d.text("count-warning") == "1 warning"
    assert d.text("finding-marked-othersChip") == "Warning"
    assert "Adele Vance" in d.text("finding-marked-othersHeading")
    d.press("finding-marked-others-open")
    assert d.at(Page.INTEGRATION_USERS)
    assert d.text("peopleMarkedHeading") == "In integration user mode: Adele Vance"


def test_details_show_the_rows_that_prove_a_finding(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, users=Known((*dual_write_users(), adele()))))
    d.read()
    assert not d.shows("finding-marked-others-proof0")
    d.press("finding-marked-others-details")
    assert d.text("finding-marked-others-proof0") == f"systemuser({ADELE}).isintegrationuser = true"
    d.press("finding-marked-others-details")
    assert not d.shows("finding-marked-others-proof0")


def test_checks_in_order_are_folded_until_they_are_shown(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    assert d.text("count-blocker") == "No blockers"
    assert not d.shows("finding-rights-title")
    d.press("showInOrder")
    assert d.shows("finding-rights-title")
    assert d.text("showInOrder") == "Hide"


def test_the_check_reads_again_on_request_and_stays(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    d.world.somebody_writes(d.world.flag, value=True)
    d.press("readAgainButton")
    assert d.at(Page.CHECK)
    assert d.text("fact5") == "On"


def test_the_answers_are_named_by_what_the_environment_holds(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.ORDER_PROCESSING)
    assert (d.text("pageSoft"), d.text("sopOn"), d.text("sopOff")) == ("It is off now.", "Switch it on", "Leave it off")
    d.find(QRadioButton, "sopOff").click()
    assert d.window.draft.choices.sop is False
    d.on(Page.APPLY)
    assert d.text("pageTitle") == "Contoso UAT is set up as chosen"
    assert d.text("commitButton") == "&Verify Contoso UAT"


def test_switching_off_is_held_back_while_orders_are_submitted(desk: Callable[..., Desk]) -> None:
    on = with_organization(a_snapshot(target=TRAINING, submitted=Unknown(Problem.FORBIDDEN)), sop_enabled=True)
    d = desk(on)
    d.on(Page.ORDER_PROCESSING)
    assert (d.text("sopOn"), d.text("sopOff")) == ("Leave it on", "Switch it off")
    d.find(QRadioButton, "sopOff").click()
    d.on(Page.APPLY)
    assert d.text("commitButton") == "Switch &off on Contoso UAT"
    assert d.shows("blocked-submitted-orders")
    d.press("commitButton")
    assert d.at(Page.APPLY)
    assert d.world.writes == []


def test_three_dual_write_users_are_proposed_and_a_tick_names_the_rest(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.INTEGRATION_USERS)
    rows = d.table("usersTable")
    assert [row[0] for row in rows] == [
        "Finance and Operations Runtime Integration User",
        "DualWrite IntegrationUser",
        "Dynamics Data Integration",
    ]
    assert [row[3:] for row in rows] == [["Not marked", "Marked"]] * 3
    assert d.text("pageSoft") == "3 users will be changed."
    table = d.find(Table, "usersTable")
    table.tick(0, ticked=False)
    assert d.window.draft.choices.mark == frozenset({ERP, DATA_INTEGRATION})
    assert d.table("usersTable")[0][4] == "Not marked"
    assert d.text("pageSoft") == "2 users will be changed."
    d.press("proposeUsersButton")
    assert d.window.draft.choices.mark is None


def test_the_users_page_tells_how_each_of_dual_writes_users_stands_and_who_owns_its_rows(
    desk: Callable[..., Desk],
) -> None:
    runtime, _erp, data_integration = dual_write_users()
    users = (replace(runtime, marked=True, disabled=True), replace(data_integration, disabled=False))
    d = desk(
        a_snapshot(
            target=TRAINING,
            users=Known(users),
            user_roles=Known((UserRoles(runtime.user_id, ("Dual-Write App User",)), UserRoles(users[1].user_id, ()))),
            owner_teams=Known((Team("t", "Contoso", root=True, roles=("Basic User",)),)),
        )
    )
    d.on(Page.INTEGRATION_USERS)
    said = [d.text(f"dualWriteStanding-{name}") for name in ("runtime", "erp", "data-integration", "team")]
    assert said == [
        "Finance and Operations Runtime Integration User: present, disabled, marked. Roles: Dual-Write App User.",
        "Microsoft Dynamics ERP: not a user of this environment.",
        "Dynamics Data Integration: present, enabled, not marked. It has no role of its own.",
        "Default team of the root business unit: Contoso. Roles: Basic User.",
    ]


def test_unticking_a_person_unmarks_them_and_keeps_the_proposal(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, users=Known((*dual_write_users(), adele()))))
    d.on(Page.INTEGRATION_USERS)
    table = d.find(Table, "usersTable")
    assert d.table("usersTable")[3] == ["Adele Vance", "A person", "–", "Marked", "Marked"]
    table.tick(3, ticked=False)
    assert d.window.draft.choices.unmark == frozenset({ADELE})
    assert d.window.draft.choices.mark is None
    assert not d.shows("peopleMarked")
    table.tick(3, ticked=True)
    assert d.window.draft.choices.unmark == frozenset()


def test_unreadable_users_are_said_to_be_unknown(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, users=Unknown(Problem.FORBIDDEN)))
    d.on(Page.INTEGRATION_USERS)
    assert d.shows("usersUnread")
    assert not d.shows("usersTable")


def test_the_running_map_is_proposed_and_another_names_what_to_stop_and_start(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.TABLE_MAP)
    assert d.find(QRadioButton, "mapDynamics365").isChecked()
    assert d.text("mapDynamics365Chip") == "Runs here"
    assert not d.shows("mapMismatch")
    d.find(QRadioButton, "mapCds").click()
    assert d.window.draft.choices.map_id is MapId.CDS
    said = d.text("mapMismatchDetail") + d.text("mapMismatchTodo")
    for name in (
        "Dynamics 365 Sales order headers",
        "Dynamics 365 Sales order lines",
        "Dynamics 365 Sales quotation header",
        "Dynamics 365 Sales quotation lines",
        "CDS sales order headers",
        "CDS sales order lines",
        "CDS sales quotation header",
        "CDS sales quotation lines",
    ):
        assert name in said, name


def test_where_the_running_map_is_unknown_next_asks_for_it(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, running_maps=Unknown(Problem.FORBIDDEN)))
    d.on(Page.TABLE_MAP)
    assert d.window.draft.choices.map_id is None
    d.press("nextButton")
    assert d.at(Page.TABLE_MAP)
    assert d.text("problemHeading") == "Choose the map that this is for."
    assert d.focus() == "mapDynamics365"


def test_the_preview_lights_one_path_after_another(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.PREVIEW)
    picture = d.find(StatusPicture, "statusPicture")
    picture.setFocus()
    for _row in range(6):
        d.key(Qt.Key.Key_Down)
    assert d.text("statusPath") == (
        "Delivered with document Invoice: processing status Delivered and Partially Invoiced, status in Sales Fulfilled"
    )
    d.key(Qt.Key.Key_Home)
    assert d.text("statusPath").startswith("Open Order with document None")
    d.press("statusViewButton")
    assert d.shows("statusTable")
    assert len(d.table("statusTable")) == 9


def test_what_the_chosen_map_leaves_undefined_is_said(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, running_maps=Known(CDS_ROWS)))
    d.on(Page.PREVIEW)
    d.find(StatusPicture, "statusPicture").setFocus()
    for _row in range(6):
        d.key(Qt.Key.Key_Down)
    assert d.text("statusPath") == (
        "Delivered with document Invoice: processing status not defined, status in Sales not defined"
    )


def test_the_price_matrix_says_what_decides_a_cell(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.PREVIEW)
    d.find(QTabBar, "previewTabsBar").setCurrentIndex(2)
    assert d.find(QRadioButton, "situationFlag1").isChecked()
    rows = d.table("pricesTable")
    assert rows[2] == ["Sales order", "Calculated", "Calculated", "Not applicable", "Calculated"]
    d.find(QRadioButton, "situationUser1").click()
    assert d.table("pricesTable")[2] == ["Sales order", "Skipped", "Skipped", "Not applicable", "Calculated"]
    d.find(QRadioButton, "situationOrder1").click()
    assert d.table("pricesTable")[2] == ["Sales order", "Skipped", "Skipped", "Not applicable", "Skipped"]
    d.find(Table, "pricesTable").setCurrentCell(2, 4)
    assert d.text("pricesReason") == ("Skipped: sales order processing integration is on and the order is Submitted.")


def test_buttons_and_locks_are_shown_before_and_after(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.PREVIEW)
    d.find(QTabBar, "previewTabsBar").setCurrentIndex(3)
    doubted = "Shown; one article on dual-write says hidden"
    assert d.table("buttonsTable")[0] == ["Create Invoice", doubted, "Not shown"]


def test_under_the_data_integrator_the_preview_shows_its_page_and_a_flag_that_stays(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.TABLE_MAP)
    d.find(QRadioButton, "mapDataIntegrator").click()
    d.on(Page.PREVIEW)
    d.find(QTabBar, "previewTabsBar").setCurrentIndex(3)
    rows = {row[0]: row[1:] for row in d.table("buttonsTable")}
    assert rows["Create Invoice"] == ["Not shown on externally maintained orders"] * 2
    assert "An Active order" not in rows
    assert d.find(QRadioButton, "situationFlag0").isChecked()
    assert d.find(QWidget, "stepOrderProcessing").accessibleName().endswith("Order processing, done. Off")
    assert "directly (November 2017)" in d.text("buttonsSource")


def test_back_keeps_every_answer(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.TABLE_MAP)
    d.find(QRadioButton, "mapClassic").click()
    d.press("backButton")
    d.press("backButton")
    d.find(QRadioButton, "sopOff").click()
    d.on(Page.TABLE_MAP)
    assert d.find(QRadioButton, "mapClassic").isChecked()
    assert replace(d.window.draft.choices, map_id=None).sop is False


def test_visited_steps_can_be_clicked_and_others_cannot(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.TABLE_MAP)
    d.press("stepCheck")
    assert d.at(Page.CHECK)
    d.touch("stepTableMap")
    assert d.at(Page.TABLE_MAP)
    assert not d.window.rail.findChild(QPushButton, "stepApply")
    d.press("stepIntegrationUsers")
    assert d.at(Page.INTEGRATION_USERS)
