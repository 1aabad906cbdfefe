# SPDX-License-Identifier: Apache-2.0
"""Make a virtual environment run this working tree: `python tools/link_source.py`.

It writes two files into the environment that runs it: a `.pth` line that puts `src` on the path,
and the `holdfast` command. An editable install would do the same, but needs a build back end that
the people who only run Holdfast have no use for.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

_SOURCE = Path(__file__).resolve().parent.parent / "src"
_COMMAND = """\
#!{python}
import sys
from holdfast.__main__ import main
sys.exit(main())
"""


def main() -> int:
    """Write both files and say where."""
    if sys.prefix == sys.base_prefix:
        sys.stderr.write(
            "Run this with the Python of a virtual environment; nothing was written.\n"
        )
        return 2
    path_line = Path(sysconfig.get_path("purelib")) / "holdfast-source.pth"
    path_line.write_text(f"{_SOURCE}\n", encoding="utf-8")
    command = Path(sysconfig.get_path("scripts")) / "holdfast"
    command.write_text(_COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)
    sys.stdout.write(f"{command} runs {_SOURCE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
