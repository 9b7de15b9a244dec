"""Every table and column says what it is, and Datasette shows the store so."""

import asyncio
import json

from datasette.app import Datasette
from tests.record.conftest import folder, here, paper, quick, watched  # noqa: F401 - fixtures

from walkback.app import open_record
from walkback.store.described import columns_of, described
from walkback.store.schema import metadata  # with the tables of all that app brings


def test_every_table_and_column_of_the_schema_is_described():
    told = described()["databases"]["store"]["tables"]
    missing = []
    for table in metadata.sorted_tables:
        if table.name not in told:
            missing.append(table.name)
            continue
        names = columns_of(table.name)
        missing += [f"{table.name}.{one.name}" for one in table.columns if one.name not in names]
        assert told[table.name]["label_column"] in table.columns
    assert missing == [], "describe them in store/described.py"
    known = {table.name for table in metadata.sorted_tables}
    shown = {name for name, one in told.items() if not one.get("hidden")}
    assert shown <= known, "these tables are no more"


def test_datasette_opens_the_store_as_it_is_with_every_table_labelled(watched):  # noqa: F811
    with open_record(watched) as record:
        record.poll(everything=True)
        told = json.loads(json.dumps(described()))

        async def look():
            served = Datasette([str(watched / "store.db")], metadata=told)
            tables = (await served.client.get("/store.json")).json()["tables"]
            assert {one["name"] for one in tables} >= {"events", "instances", "captures"}
            hidden = {one["name"] for one in tables if one["hidden"]}
            assert {name.partition("_")[0] for name in hidden} <= {"shingles", "sqlite"}
            for one in tables:
                if one["name"] in hidden:
                    continue  # an index of numbers without content: SQLite itself cannot list it
                page = await served.client.get(f"/store/{one['name']}")
                assert page.status_code == 200, one["name"]
                assert told["databases"]["store"]["tables"][one["name"]]["description"] in (
                    page.text.replace("&#39;", "'")
                ), one["name"]
            rows = (await served.client.get("/store/events.json?_shape=array")).json()
            assert {row["kind"] for row in rows} == {"published"}

        asyncio.run(look())
