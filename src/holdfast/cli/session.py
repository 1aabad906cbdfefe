# SPDX-License-Identifier: Apache-2.0
"""Enter a home: Django is set up for it, and the operating-system user becomes a person.

Promises: the actor is whoever the kernel says runs the process, never what an option or a
variable claims; somebody who is nobody in this home is told so and does nothing. Importing this
module imports no Django; entering does.
"""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

from holdfast.cli.errors import UnknownOperatingSystemUserError

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.home import Home


def enter(root: Path) -> Home:
    """Open the home at `root` and set Django up for its database."""
    import django

    from holdfast.home import Home

    home = Home.open(root)
    os.environ["HOLDFAST_HOME"] = str(home.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"
    django.setup()
    return home


def enter_as_actor(root: Path) -> tuple[Home, Person]:
    """Open the home at `root` and find the person who runs this process."""
    home = enter(root)
    from holdfast.records.services.people import person_for_os_user

    return home, person_for_os_user(os_user=operating_system_user())


def operating_system_user() -> str:
    """Return the name of the user that runs this process, as the kernel knows it."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        raise UnknownOperatingSystemUserError(
            f"The user number {number} has no name on this machine, so what it does could not be "
            "attributed to anybody. Nothing was done. Run the command as a named user."
        ) from None
