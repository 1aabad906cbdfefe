# SPDX-License-Identifier: Apache-2.0
"""An incident may be with something that is not on the register."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="technology",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incidents",
                to="oversight.technology",
            ),
        ),
    ]
