"""Fuzz the parsers with atheris, which is not among the development dependencies.

After `pip install atheris`:

    python packaging/fuzz.py            every parser, two minutes each
    python packaging/fuzz.py NAME 600   one of them, that many seconds

It ends with 1, and the input in a file, where anything but a refusal comes out of a parser.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(words: list[str]) -> int:
    """Fuzz all parsers, or one."""
    sys.path.insert(0, str(ROOT))
    if words[:1] == ["--child"]:
        return fuzz(words[1], int(words[2]))
    import tests.support.parsers as known  # noqa: PLC0415  after the path is set

    names = words[:1] or list(known.PARSERS)
    seconds = int(words[1]) if len(words) > 1 else 120
    failed = []
    for name in names:
        done = subprocess.run(
            [sys.executable, __file__, "--child", name, str(seconds)], capture_output=True, text=True, check=False
        )
        told = [line for line in done.stderr.splitlines() if "exec/s" in line or line.startswith("Done")]
        print(name, "refused or read everything" if not done.returncode else "FAILED", *told[-1:], flush=True)
        if done.returncode:
            failed.append(name)
            print(*done.stderr.splitlines()[-40:], *done.stdout.splitlines()[-40:], sep="\n")
    return 1 if failed else 0


def fuzz(name: str, seconds: int) -> int:
    """Fuzz one parser; libFuzzer ends the process by itself where something is found."""
    import atheris  # type: ignore[import-untyped]  # noqa: PLC0415  only this needs it

    with atheris.instrument_imports(include=["sopwizard"]):
        import tests.support.parsers as known  # noqa: PLC0415  instrumented

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(known.seeds(name)):
            Path(corpus, str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=8192", corpus], known.PARSERS[name])
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
