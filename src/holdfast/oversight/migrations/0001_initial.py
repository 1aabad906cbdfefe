# SPDX-License-Identifier: Apache-2.0
"""The tables of the projection, as the models describe them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0002_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=30)),
                ("received_on", models.DateField()),
                ("requester", models.TextField()),
                ("contact", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("due_on", models.DateField(null=True)),
                ("state", models.CharField(default="received", max_length=20)),
                ("decided_on", models.DateField(null=True)),
                ("secret_sha256", models.CharField(max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="PolicyRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("received_at", models.DateTimeField()),
                ("received_on", models.DateField()),
                ("about", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("contact", models.TextField(blank=True)),
                ("stated_reference", models.CharField(blank=True, max_length=100)),
                ("where_and_when", models.TextField(blank=True)),
                ("due_on", models.DateField(null=True)),
                ("state", models.CharField(default="received", max_length=20)),
                ("secret_sha256", models.CharField(max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="ComplaintStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("made_on", models.DateField()),
                ("to", models.CharField(blank=True, max_length=60)),
                ("words", models.TextField(blank=True)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="oversight.complaint",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.hold",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=6)),
                ("provisional", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("opening_size", models.BigIntegerField()),
                ("closing_size", models.BigIntegerField()),
                ("public_json", models.BinaryField()),
                ("oversight_json", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("-quarter", "-id"),
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("made_on", models.DateField()),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("reasons", models.JSONField(default=list)),
                ("due_on", models.DateField(null=True)),
                ("to", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                ("letter", models.JSONField(default=dict)),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="oversight.informationrequest",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Technology",
            fields=[
                ("number", models.CharField(max_length=130, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("phrase", models.CharField(max_length=250)),
                ("kind", models.CharField(max_length=20)),
                ("maker", models.CharField(blank=True, max_length=200)),
                ("model", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("ours", models.BooleanField(default=False)),
                ("latent", models.BooleanField(default=False)),
                ("captures_others", models.BooleanField(default=False)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("fields", models.JSONField(default=dict)),
                ("stage", models.CharField(default="proposed", max_length=20)),
                ("open_trigger", models.CharField(blank=True, max_length=60)),
                ("registered_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="functions",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", models.CharField(max_length=20)),
                ("stage", models.CharField(max_length=20)),
                ("decision", models.CharField(blank=True, max_length=30)),
                ("reason", models.TextField(blank=True)),
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
                        related_name="moves",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("summary", models.TextField()),
                ("private", models.TextField(blank=True)),
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
                        related_name="incidents",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=300)),
                ("kind", models.CharField(max_length=20)),
                ("form", models.CharField(max_length=10)),
                ("made_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("maker", models.CharField(max_length=200)),
                ("authority", models.TextField()),
                ("reason", models.TextField()),
                ("alternatives", models.TextField(blank=True)),
                ("affects", models.JSONField(default=list)),
                ("instrument_sha256", models.CharField(blank=True, max_length=64)),
                ("confirm_by", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("-recorded_at", "-number"),
            },
        ),
        migrations.AddField(
            model_name="complaint",
            name="technology",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="oversight.technology",
            ),
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("done_on", models.DateField()),
                ("trigger", models.CharField(blank=True, max_length=60)),
                ("summary", models.TextField()),
                ("alternative", models.TextField(blank=True)),
                ("document_sha256", models.CharField(blank=True, max_length=64)),
                ("principles", models.JSONField(default=dict)),
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
                        related_name="assessments",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("start", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("confirm_by", models.DateTimeField(null=True)),
                ("suspended_by", models.CharField(blank=True, max_length=30)),
                ("ended_by", models.CharField(blank=True, max_length=30)),
                ("conditions", models.TextField(blank=True)),
                ("expected", models.JSONField(default=dict)),
                ("review_on", models.DateField(null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="oversight.decision",
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Advice",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("question", models.TextField()),
                ("asked_on", models.DateField()),
                ("answered_on", models.DateField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("withheld_ground", models.CharField(blank=True, max_length=60)),
                ("response", models.TextField(blank=True)),
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
                        related_name="advice",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="TechnologyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old", models.JSONField(default=dict)),
                ("new", models.JSONField(default=dict)),
                ("trigger", models.CharField(blank=True, max_length=60)),
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
                        related_name="changes",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="ToolLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=300)),
                ("lines", models.PositiveIntegerField()),
                ("matched", models.PositiveIntegerField()),
                ("only_theirs", models.JSONField(default=list)),
                ("only_ours", models.JSONField(default=list)),
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
                        related_name="tool_logs",
                        to="oversight.technology",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("support", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("uses", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="oversight.informationrequest",
                    ),
                ),
                ("identity", models.TextField()),
                ("items", models.JSONField(default=list)),
                ("cases", models.JSONField(default=list)),
                ("found", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=list)),
                ("outcome", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PermissionRow",
            fields=[
                ("number", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("roles", models.JSONField(default=list)),
                ("technology", models.CharField(blank=True, max_length=130)),
                ("purposes", models.JSONField(default=list)),
                ("data_classes", models.JSONField(default=list)),
                ("until", models.DateTimeField(null=True)),
                ("sentence", models.TextField()),
                ("decision", models.CharField(blank=True, max_length=30)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "approval",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="oversight.approval",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["technology"],
                        name="row_in_force",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="technology",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        ("proposed", "assessed", "trial", "adopted", "suspended", "retired"),
                    )
                ),
                name="technology_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="technology",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("drone", "camera", "processor", "outside-tool", "function"))
                ),
                name="technology_kind",
            ),
        ),
    ]
