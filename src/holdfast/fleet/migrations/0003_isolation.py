# SPDX-License-Identifier: Apache-2.0
"""The tables of the projection, as the models describe them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fleet", "0002_engagements"),
        ("oversight", "0001_initial"),
        ("records", "0003_fleet"),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkTest",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("approval", models.CharField(blank=True, max_length=30)),
                ("asset", models.CharField(blank=True, max_length=60)),
                ("firmware", models.CharField(max_length=60)),
                ("app", models.CharField(blank=True, max_length=100)),
                ("app_version", models.CharField(blank=True, max_length=60)),
                ("data_mode", models.CharField(blank=True, max_length=200)),
                ("network", models.CharField(max_length=30)),
                ("tester", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                ("case", models.CharField(max_length=100)),
                ("phases", models.JSONField(default=list)),
                ("captures", models.JSONField(default=list)),
                ("tested_from", models.DateTimeField(null=True)),
                ("tested_to", models.DateTimeField(null=True)),
                ("verdict", models.CharField(max_length=30)),
                ("destinations", models.JSONField(default=dict)),
                ("report", models.BinaryField()),
                ("report_sha256", models.CharField(max_length=64)),
                ("examined_by", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="network_tests",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                ("contacted", "none seen in this capture", "cannot tell"),
                            )
                        ),
                        name="test_verdict",
                    )
                ],
            },
        ),
    ]
