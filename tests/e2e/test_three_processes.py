"""Apply, verify and undo as three processes that share a journal and an environment and nothing else."""

from tests.support.outside import simulator, sopwizard

# One of the three applications whose users dual-write writes as: "Dynamics Data Integration".
DATA_INTEGRATION = "2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b"
TOKEN_AND_MAP = ("--map", "dynamics365", "--auth", "token")


def test_undo_leaves_the_row_that_somebody_changed_since_and_names_it() -> None:
    with simulator("first-setup") as environment:
        before = environment.flag, environment.marked
        assert before == (False, set())

        applied = sopwizard("apply", environment.url, *TOKEN_AND_MAP, "--yes")
        assert (applied.code, applied.told["outcome"]) == (0, "done")
        assert environment.flag
        assert len(environment.marked) == 3
        assert sopwizard("verify", environment.url, *TOKEN_AND_MAP).told["ok"] is True

        somebodys = f"systemusers({environment.user(DATA_INTEGRATION)})"
        environment.patch(somebodys, isintegrationuser=False)
        drifted = sopwizard("verify", environment.url, *TOKEN_AND_MAP)
        assert (drifted.code, drifted.told["ok"]) == (1, False)
        assert [row["target"]["id"] for row in drifted.told["differences"]] == [environment.user(DATA_INTEGRATION)]

        undone = sopwizard("undo", applied.told["run_id"], "--auth", "token", "--yes")
        assert undone.code == 5
        states = {(row["target"]["table"], row["target"]["id"]): row["state"] for row in undone.told["changes"]}
        assert states.pop(("systemuser", environment.user(DATA_INTEGRATION))) == "conflict"
        assert set(states.values()) <= {"applied", "verified"}
        assert not environment.flag
        assert environment.marked == set()

        told = sopwizard("history").told["runs"]
        assert [run["kind"] for run in told] == ["undo", "apply"]


def test_undo_of_an_untouched_run_puts_everything_back() -> None:
    with simulator("first-setup") as environment:
        applied = sopwizard("apply", environment.url, *TOKEN_AND_MAP, "--yes")
        undone = sopwizard("undo", applied.told["run_id"], "--auth", "token", "--yes")
        assert (undone.code, undone.told["outcome"]) == (0, "done")
        assert not environment.flag
        assert environment.marked == set()


def test_a_training_environment_is_the_same_one_in_every_process() -> None:
    training = "training:first-setup"
    applied = sopwizard("apply", training, "--map", "dynamics365", "--yes")
    assert (applied.code, applied.told["outcome"]) == (0, "done")
    assert sopwizard("verify", training, "--map", "dynamics365").code == 0
    undone = sopwizard("undo", applied.told["run_id"], "--yes")
    assert (undone.code, undone.told["outcome"]) == (0, "done")
    assert sopwizard("check", training).told["sop_enabled"] is False
