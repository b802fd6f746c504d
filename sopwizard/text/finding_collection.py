"""The findings of the map detective in words."""

from sopwizard.domain.model.findings import Finding
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing


def _dual_write_page() -> str:
    return _("finance and operations, Data management, Dual-write")


def map_companions(finding: Finding, case: str) -> Words:
    """Whether header and line maps belong to one choice."""
    if case == "together":
        return Words(
            _("The maps of orders and quotations belong together"),
            _("Running: {names}. Headers and lines follow one choice.").format(
                names=", ".join(filter(None, (finding.fact("cds"), finding.fact("dynamics365"))))
            ),
            nothing(),
        )
    if case == "none":
        return Words(
            _("None of the maps of orders and quotations seems to run"),
            _("No active row names one of the eight maps. A paused map may look the same from here."),
            _("Look in {place} which maps run.").format(place=_dual_write_page()),
        )
    if case == "mixed":
        return Words(
            _("Maps of both choices run side by side"),
            _(
                "Running of the one: {cds}. Of the other: {dynamics365}. The choice is made for headers and lines of "
                "orders and of quotations together; mixed, a header and its lines follow different rules."
            ).format(cds=finding.fact("cds"), dynamics365=finding.fact("dynamics365")),
            _("Choose one side in {place}, stop the maps of the other, then start what is missing.").format(
                place=_dual_write_page()
            ),
        )
    lacking = finding.fact("lacking")
    if case == "orders-apart":
        return Words(
            _("Headers and lines of orders do not run together"),
            _(
                "No active row: {lacking}. These maps go both ways, so a running one should have a row. Orders then "
                "arrive without their lines, or lines without their order."
            ).format(lacking=lacking),
            _("Start what is missing in {place}.").format(place=_dual_write_page()),
        )
    if case == "quotations-apart":
        return Words(
            _("Headers and lines of quotations do not run together"),
            _(
                "No active row: {lacking}. Orders are not affected; quotations arrive without lines, or not at all."
            ).format(lacking=lacking),
            _("Start what is missing in {place}, or stop its companion if quotations are not used.").format(
                place=_dual_write_page()
            ),
        )
    return Words(
        _("Orders are synchronized, quotations are not"),
        _("No active row: {lacking}. That is in order where quotations are made on one side only.").format(
            lacking=lacking
        ),
        _("If quotations are used on both sides, start their maps in {place}.").format(place=_dual_write_page()),
    )


def map_versions(finding: Finding, case: str) -> Words:
    """Which versions of the maps run."""
    running = finding.fact("running")
    parked = finding.fact("parked")
    aside = _(" A version 9.9.9.9 of {parked} is parked and does not count.").format(parked=parked) if parked else ""
    if case == "none-runs":
        return Words(
            _("No map of orders or quotations runs, so no version can be compared"),
            _("Without an active row there is nothing that the saved versions could be compared with."),
            _("Start the maps in {place}, then check again.").format(place=_dual_write_page()),
        )
    if case == "older":
        return Words(
            _("A newer version of a running map is saved"),
            _(
                "Running and highest: {older}. A higher number is not always the one that is meant to run.{aside}"
            ).format(older=finding.fact("older"), aside=aside),
            _("Ask who keeps the maps. In {place}, under the map's versions, another one can be chosen.").format(
                place=_dual_write_page()
            ),
        )
    if case == "unsaved":
        return Words(
            _("A map runs in a version that is not saved here"),
            _("Running: {unsaved}. What is in it cannot be compared with what is published.{aside}").format(
                unsaved=finding.fact("unsaved"), aside=aside
            ),
            _("Apply the solution that holds the version in {place}, or look at the map there.").format(
                place=_dual_write_page()
            ),
        )
    return Words(
        _("The maps run in their highest saved version"),
        _("Running: {running}.{aside}").format(running=running, aside=aside),
        nothing(),
    )


def _different(finding: Finding) -> str:
    none = _("nothing")
    return finding.fact("different").replace(": - →", f": {none} →").replace("→ -", f"→ {none}")


def _also(finding: Finding) -> str:
    """What else the map does in its own way, besides its values."""
    filters = _filters(finding)
    told = _(" Its filters are not as published, either: {told}.").format(told=filters) if filters else ""
    return told + _fixed(finding)


def _filters(finding: Finding) -> str:
    return ", ".join(_("no filter") if each == "-" else each for each in finding.fact("filters").split(", "))


def _fixed(finding: Finding) -> str:
    fixed = finding.fact("fixed")
    return _(" It sets to a fixed value: {told}.").format(told=fixed) if fixed else ""


def value_map(finding: Finding, case: str) -> Words:
    """The running map's own values and filters."""
    if case == "none-runs":
        return Words(
            _("No order-header map is known to run, so no values can be compared"),
            _("The values that turn a processing status into a number belong to a map, and none is known to run."),
            _("First see to it that exactly one order-header map runs."),
        )
    entity = finding.fact("entity")
    if case in {"not-saved", "unreadable", "no-values"}:
        why = {
            "not-saved": _("The version that runs is not among the saved ones."),
            "unreadable": _("What is saved of it could not be read."),
            "no-values": _("What is saved of it has no value map for the processing status."),
        }[case]
        return Words(
            _("The values of the running map are not known"),
            _("{entity}: {why} Whether a status means here what the article says is open.").format(
                entity=entity, why=why
            ),
            _("Look in {place} at the map's value map of SALESORDERPROCESSINGSTATUS.").format(place=_dual_write_page()),
        )
    if case == "values-differ":
        return Words(
            _("The running map translates statuses in its own way"),
            _(
                "{entity}, published → here: {different}. Orders with these statuses get another processing status "
                "than the article's table says, or none; the preview shows what this map does.{more}"
            ).format(entity=entity, different=_different(finding), more=_also(finding)),
            _("If nobody meant that, put the published values back in {place}; otherwise keep a note of why.").format(
                place=_dual_write_page()
            ),
        )
    if case == "filters-differ":
        return Words(
            _("The running map filters orders in its own way"),
            _("{entity}. Not as published: {filters}. Orders outside the filter are not synchronized.{more}").format(
                entity=entity,
                filters=_filters(finding),
                more=_fixed(finding),
            ),
            _("Make sure that somebody meant it; the published filter is in the mapping reference."),
        )
    if case == "status-fixed":
        return Words(
            _("The running map sets the Sales status to a fixed value"),
            _(
                "{entity}: {fixed}. Older versions of the map did so; with it an order stays where the constant puts "
                "it, whatever its processing status."
            ).format(entity=entity, fixed=finding.fact("fixed")),
            _("Compare with the current version of the map, which has no such constant."),
        )
    return Words(
        _("The running map translates statuses as published"),
        _("{entity}: every value and both filters are those of the mapping reference.").format(entity=entity),
        nothing(),
    )


def map_collection(finding: Finding, case: str) -> Words:
    """The maps of the article's table."""
    if case == "absent":
        return Words(
            _("None of the prospect-to-cash maps is here"),
            _("Neither running nor saved: {absent}.").format(absent=finding.fact("absent")),
            _("Apply the Dual-write Supply Chain entity maps in {place}.").format(place=_dual_write_page()),
        )
    said = [
        (_("Running: {names}."), finding.fact("running")),
        (_("Saved, and not running: {names}."), finding.fact("defined")),
        (_("Saved, and not seen from here whether they run: {names}."), finding.fact("unknown")),
        (_("Not here: {names}."), finding.fact("absent")),
    ]
    return Words(
        _("The prospect-to-cash maps, as far as Dataverse shows them"),
        " ".join(sentence.format(names=names) for sentence, names in said if names),
        nothing(),
    )


def features(finding: Finding, case: str) -> Words:
    """What finance and operations mirrors of its features."""
    on, off = finding.fact("on") or _("none"), finding.fact("off") or _("none")
    listed = _("On: {on}. Off: {off}.").format(on=on, off=off)
    if case == "price-master":
        return Words(
            _("Supply Chain Management seems to be price master"),
            _(
                "{listed} One that is on is named like the feature that makes it so. Sales then acts as if system "
                "pricing were No: prices and totals come from Supply Chain Management, and Recalculate does nothing on "
                "orders."
            ).format(listed=listed),
            _(
                "Make sure of it in finance and operations. Leave Use system pricing calculations at Yes; it is "
                "overridden then. Tell those who sell."
            ),
        )
    if case == "none":
        return Words(
            _("No feature of Supply Chain Management is mirrored here"),
            _(
                "Sales reads these rows to know which functions are on. Without them it cannot know, whatever finance "
                "and operations has on."
            ),
            _(
                "For the Dynamics 365 maps, run the map Dynamics 365 Sales feature parameters (up to version 10.0.38 "
                "feature management states) with its initial synchronization, with finance and operations as master."
            ),
        )
    return Words(
        _("The features that Supply Chain Management mirrors here"),
        _("{listed} Their names are shown as they are; no article lists them.").format(listed=listed),
        nothing(),
    )
