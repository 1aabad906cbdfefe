# SPDX-License-Identifier: Apache-2.0
"""The tables of the projection, as the models describe them."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("asset", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("kind", models.CharField(default="drone", max_length=30)),
                ("maker", models.CharField(max_length=100)),
                ("model", models.CharField(max_length=100)),
                ("serials", models.JSONField(default=list)),
                ("district", models.CharField(blank=True, max_length=100)),
                ("custodian", models.CharField(blank=True, max_length=150)),
                ("approved", models.BooleanField(default=False)),
                ("registered_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("asset",),
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=100, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("access_class", models.CharField(default="standard", max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("access_class__in", ("standard", "restricted"))),
                        name="case_access_class",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.BigIntegerField(null=True, unique=True)),
                ("act", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("role", models.CharField(max_length=40)),
                ("purpose", models.CharField(blank=True, max_length=60)),
                ("data_class", models.CharField(blank=True, max_length=60)),
                ("outcome", models.CharField(max_length=20)),
                ("count", models.BigIntegerField(default=0)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=150)),
                ("lines_root", models.CharField(blank=True, max_length=64)),
                ("lines_count", models.BigIntegerField(default=0)),
                ("leaf", models.CharField(max_length=64)),
                ("face", models.BinaryField()),
                ("body", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["leaf"], name="entry_leaf"),
                    models.Index(fields=["act", "index"], name="entry_act"),
                    models.Index(fields=["actor", "index"], name="entry_actor"),
                    models.Index(
                        condition=models.Q(("index__isnull", True)),
                        fields=["id"],
                        name="entry_outbox",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acquisition",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=60)),
                ("purpose_text", models.TextField(blank=True)),
                ("authority", models.TextField(blank=True)),
                ("medium_kind", models.CharField(max_length=20)),
                ("medium_name", models.CharField(max_length=300)),
                ("medium", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
                ("seen", models.PositiveBigIntegerField()),
                ("stored", models.PositiveBigIntegerField()),
                ("duplicate", models.PositiveBigIntegerField()),
                ("excluded", models.PositiveBigIntegerField()),
                ("unreadable", models.PositiveBigIntegerField()),
                ("bytes_seen", models.PositiveBigIntegerField()),
                ("bytes_stored", models.PositiveBigIntegerField()),
                ("read_back", models.BooleanField()),
                ("resumed", models.BooleanField(default=False)),
                ("lines_root", models.CharField(max_length=64)),
                ("notes", models.JSONField(default=dict)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acquisitions",
                        to="records.case",
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
        ),
        migrations.CreateModel(
            name="IntegrityCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
                ("objects_checked", models.PositiveBigIntegerField()),
                ("bytes_checked", models.PositiveBigIntegerField()),
                ("damaged", models.JSONField(default=list)),
                ("missing", models.JSONField(default=list)),
                ("ledger_problems", models.JSONField(default=list)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_run",
                        to="records.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=300)),
                ("kind", models.CharField(max_length=30)),
                ("status", models.CharField(default="unclassified", max_length=20)),
                ("offence_class", models.CharField(blank=True, max_length=60)),
                ("retention_class", models.CharField(blank=True, max_length=60)),
                ("access_class", models.CharField(default="standard", max_length=20)),
                ("received_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("claimed_zone", models.CharField(blank=True, max_length=40)),
                ("claimed_source", models.CharField(blank=True, max_length=200)),
                ("corrected_at", models.DateTimeField(null=True)),
                ("file_system_time", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("has_track", models.BooleanField(default=False)),
                ("duration_s", models.FloatField(null=True)),
                ("device_text", models.CharField(blank=True, max_length=200)),
                ("condition", models.CharField(default="unread", max_length=20)),
                (
                    "acquisition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="records.acquisition",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="records.device",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("placed_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                ("release_reason", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="records.case",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="records.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.BigIntegerField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="records.entry",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="records.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=20)),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField()),
                ("reason", models.TextField()),
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
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="records.case",
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
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="records.item",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="CaseItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("exhibit_number", models.CharField(blank=True, max_length=60)),
                ("linked_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("day_rank", models.IntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("status", models.CharField(max_length=20)),
                ("access_class", models.CharField(max_length=20)),
                ("has_track", models.BooleanField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="records.case",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="records.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ItemView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session", models.CharField(max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="views",
                        to="records.item",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ManifestLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField()),
                ("path", models.TextField()),
                ("path_bytes", models.BinaryField(null=True)),
                ("size", models.PositiveBigIntegerField()),
                ("file_system_time", models.CharField(blank=True, max_length=40)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("blocks_root", models.CharField(blank=True, max_length=64)),
                ("disposition", models.CharField(max_length=12)),
                ("reason", models.TextField(blank=True)),
                ("role", models.CharField(blank=True, max_length=20)),
                ("certainty", models.CharField(blank=True, max_length=200)),
                (
                    "acquisition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manifest",
                        to="records.acquisition",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Original",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("blocks_root", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("condition", models.CharField(default="sound", max_length=10)),
                ("damaged_blocks", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["checked_at"], name="original_checked")],
            },
        ),
        migrations.CreateModel(
            name="ItemFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=20)),
                ("path", models.TextField()),
                ("position", models.PositiveIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="records.item",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="records.original",
                    ),
                ),
            ],
            options={
                "ordering": ("item_id", "position"),
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("processor", models.CharField(max_length=40)),
                ("version", models.CharField(max_length=40)),
                ("settings", models.CharField(blank=True, max_length=64)),
                ("outcome", models.CharField(max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("summary", models.JSONField(default=dict)),
                ("warned", models.BooleanField(default=False)),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="records.original",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackMade",
            fields=[
                ("number", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("purpose", models.CharField(max_length=60)),
                ("purpose_text", models.TextField(blank=True)),
                ("recipient", models.CharField(blank=True, max_length=300)),
                ("files", models.PositiveBigIntegerField()),
                ("items", models.PositiveBigIntegerField()),
                ("manifest_sha256", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="records.case",
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
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PurposeGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session", models.CharField(max_length=64)),
                ("purpose", models.CharField(max_length=60)),
                ("text", models.TextField(blank=True)),
                ("until", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day_rank", models.IntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("status", models.CharField(max_length=20)),
                ("access_class", models.CharField(max_length=20)),
                ("has_track", models.BooleanField()),
                ("items", models.IntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="records.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "day_rank", "kind", "status", "access_class", "has_track"),
                        name="tally_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
                ("via", models.CharField(max_length=20)),
                ("since", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="records.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
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
            ],
            options={
                "indexes": [models.Index(fields=["person", "case"], name="member_person")],
            },
        ),
        migrations.AddConstraint(
            model_name="acquisition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "seen",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("stored"), "+", models.F("duplicate")
                                ),
                                "+",
                                models.F("excluded"),
                            ),
                            "+",
                            models.F("unreadable"),
                        ),
                    )
                ),
                name="acquisition_adds_up",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["day", "number"], name="item_day"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["status", "received_at"], name="item_status_age"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["kind", "number"], name="item_kind"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["acquisition", "condition"], name="item_condition"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["latitude", "longitude"], name="item_place"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("has_track", True)), fields=["number"], name="item_track"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("unclassified", "evidential", "non-evidential"))
                ),
                name="item_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("access_class__in", ("standard", "restricted"))),
                name="item_access_class",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", True), ("item__isnull", False)),
                    models.Q(("case__isnull", False), ("item__isnull", True)),
                    _connector="OR",
                ),
                name="hold_on_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="custody",
            constraint=models.UniqueConstraint(fields=("item", "entry"), name="custody_once"),
        ),
        migrations.AddIndex(
            model_name="caseitem",
            index=models.Index(fields=["case", "day_rank", "item"], name="case_item_day"),
        ),
        migrations.AddIndex(
            model_name="caseitem",
            index=models.Index(
                fields=["case", "status", "day_rank", "item"], name="case_item_status"
            ),
        ),
        migrations.AddIndex(
            model_name="caseitem",
            index=models.Index(fields=["case", "kind", "day_rank", "item"], name="case_item_kind"),
        ),
        migrations.AddConstraint(
            model_name="caseitem",
            constraint=models.UniqueConstraint(fields=("case", "item"), name="case_item_once"),
        ),
        migrations.AddConstraint(
            model_name="caseitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("exhibit_number", ""), _negated=True),
                fields=("case", "exhibit_number"),
                name="exhibit_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemview",
            constraint=models.UniqueConstraint(
                fields=("person", "item", "session"), name="view_once"
            ),
        ),
        migrations.AddIndex(
            model_name="manifestline",
            index=models.Index(fields=["sha256"], name="line_sha256"),
        ),
        migrations.AddIndex(
            model_name="manifestline",
            index=models.Index(
                fields=["acquisition", "disposition", "position"], name="line_outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="manifestline",
            constraint=models.UniqueConstraint(
                fields=("acquisition", "position"), name="line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemfile",
            constraint=models.UniqueConstraint(
                fields=("item", "position"), name="item_file_position"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["processor", "outcome"], name="finding_outcome"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("original", "processor", "version", "settings"), name="finding_once"
            ),
        ),
        migrations.AddIndex(
            model_name="purposegrant",
            index=models.Index(fields=["person", "session", "case"], name="purpose_session"),
        ),
    ]
