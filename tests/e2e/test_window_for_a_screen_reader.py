"""What a screen reader makes of the window: everything has a name, tables have headings, what happens is announced."""

from tests.support.desktop import Desktop, Person
from tests.support.outside import TOKEN, Environment, simulator

CONTROLS = (
    *("push button", "radio button", "check box", "toggle button", "combo box", "text", "password text"),
    *("list", "table", "page tab", "page tab list", "progress bar"),
)
TOPICS = ("Order life", "Pricing laboratory", "Number sequences", "Symptom doctor", "Prospect to cash", "Rulebook")
PAGES = (
    "Should sales order processing integration be on?",
    "Which users should be in integration user mode?",
    "Which order map is this for?",
    "What will orders look like?",
    "Make these 4 changes in Contoso UAT?",
)


def nameless(person: Person) -> list[str]:
    """Controls that have no name, and tables of which a heading is missing; the first may be a number's."""
    found = [
        f"{role}: {control}"
        for role in CONTROLS
        for control in person.all(role)
        if not control["name"] and not control["label"]
    ]
    for table in person.all("table"):
        head, _rows = person.table(table["name"])
        found += [f"{table['name']}: {head}"] * (not all(head[1:]))
    return found


def at(environment: Environment) -> tuple[str, ...]:
    return ("--environment", environment.url, "--auth", "token")


def test_every_control_of_every_page_has_a_name_and_every_page_is_announced(desktop: Desktop) -> None:
    with (
        simulator("first-setup") as environment,
        desktop.program(*at(environment), SOPWIZARD_ACCESS_TOKEN=TOKEN) as person,
    ):
        assert nameless(person) == []
        person.presses("Read this environment")
        person.hears("Is this environment ready?")
        assert nameless(person) == []
        person.presses("Explore")
        for topic in TOPICS:
            person.presses(topic)
            person.hears(topic)
            assert nameless(person) == [], topic
            person.presses("All topics")
        person.presses("Back to the wizard")
        for page in PAGES:
            person.presses("Next")
            person.hears(page)
            assert nameless(person) == [], page
        person.presses("Enable on Contoso UAT")
        person.hears("Sales order processing integration of Contoso UAT: No → Yes")
        person.hears("Contoso UAT is set up", seconds=30)
        assert nameless(person) == []


def test_a_server_that_makes_us_wait_and_a_reading_that_fails_are_announced(desktop: Desktop) -> None:
    with (
        simulator("first-setup", "429:2@any:1", "offline@any:2+") as environment,
        desktop.program(*at(environment), SOPWIZARD_ACCESS_TOKEN=TOKEN) as person,
    ):
        person.presses("Read this environment")
        person.hears("The server is busy and asks to wait 2 s")
        said = person.hears("No connection. ", part=True, seconds=60)
        assert "could not be reached, or the connection broke." in said
        assert said.endswith("Check the network, VPN and firewall, then try again.")


def test_a_reading_that_is_stopped_by_keyboard_says_that_nothing_was_changed(desktop: Desktop) -> None:
    with (
        simulator("first-setup", "slow:30@read") as environment,
        desktop.program(*at(environment), SOPWIZARD_ACCESS_TOKEN=TOKEN) as person,
    ):
        person.sees("push button", "Read this environment")
        person.keys("alt+r")
        person.sees("push button", "Stop reading")
        person.keys("Escape")
        person.hears("Reading was stopped. Nothing was changed.")
        person.sees("label", "Reading was stopped. Nothing was changed.")
        person.sees("push button", "Read this environment")
