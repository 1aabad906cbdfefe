# SPDX-License-Identifier: Apache-2.0
"""Notes on recordings, and recordings placed on a clock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_fleet"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("at_s", models.FloatField()),
                ("until_s", models.FloatField(null=True)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdraw_reason", models.TextField(blank=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="records.item",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("item_id", "at_s", "number"),
            },
        ),
        migrations.CreateModel(
            name="Placing",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="placing",
                        serialize=False,
                        to="records.item",
                    ),
                ),
                ("offset_s", models.FloatField(null=True)),
                ("drift_ppm", models.FloatField(default=0.0)),
                ("begins_at", models.DateTimeField(null=True)),
                ("how", models.CharField(max_length=20)),
                ("confidence", models.FloatField(null=True)),
                ("within_s", models.FloatField(null=True)),
                ("said", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begins_at__isnull", True),
                                ("offset_s__isnull", False),
                                ("reference__isnull", False),
                            ),
                            models.Q(
                                ("begins_at__isnull", False),
                                ("offset_s__isnull", True),
                                ("reference__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="placing_on_one",
                    )
                ],
            },
        ),
    ]
