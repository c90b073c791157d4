"""Whatever the order, the copies, the corrections and the splits: the lake says what was accepted, and nothing else."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from support.landing_home import Home
from support.thoroughness import rounds

from dagster_project.settings import Settings

MAPPING = """
deliveries:
  - {files: "full_{business_date}.csv", mode: snapshot, entities: {crm.owners: {}}}
  - {files: "part_{business_date}*.csv", mode: delta, entities: {crm.owners: {}}}
"""
HEADER = "owner_id,name\n"
DAYS = [date(2026, 1, day) for day in range(1, 5)]
BOUNDED = settings(max_examples=rounds(5, 100), deadline=None, derandomize=True)

rows = st.dictionaries(st.sampled_from("1234"), st.sampled_from(["Ann", "Bob", ""]), max_size=4)
names = st.one_of(
    st.sampled_from(DAYS).map("full_{}.csv".format),
    st.tuples(st.sampled_from(DAYS), st.sampled_from("xy")).map(lambda part: "part_{}_{}.csv".format(*part)),
)
accepted = st.dictionaries(names, rows, min_size=2, max_size=5)


def text(content):
    return HEADER + "".join(f"{key},{name}\n" for key, name in content.items())


def new_home(tmp_path_factory):
    home = Home(Settings(home=tmp_path_factory.mktemp("home"), memory_limit="500MB"))
    home.map(MAPPING)
    return home


def what_it_says(home):
    return {day: home.rows("owner_id, name", "crm.owners", day) for day in DAYS}


@BOUNDED
@given(contents=accepted, data=st.data())
def test_the_lake_depends_on_what_was_accepted_and_not_on_how_it_arrived(tmp_path_factory, contents, data):
    home, fresh = new_home(tmp_path_factory), new_home(tmp_path_factory)
    for name, content in contents.items():
        fresh.deliver(name, text(content))
    fresh.ingest()
    for name in data.draw(st.permutations(sorted(contents))):
        how = data.draw(st.sampled_from(["plain", "copied", "corrected", "sent again"]))
        if how == "corrected":
            home.deliver(name, text({"9": "wrong"}))
            home.ingest()
        home.deliver(name, text(contents[name]))
        if how == "copied" and name.startswith("part"):
            home.ingest()
            home.deliver(name.replace(".csv", "_copy.csv"), text(contents[name]))
        if how == "sent again":
            home.ingest()
            home.deliver(name, text(contents[name]))
        if data.draw(st.booleans()):
            home.ingest()
    home.ingest()
    assert home.content() == fresh.content()
    for name in contents:
        (home.settings.landing / name).unlink()
    for copy in home.settings.landing.glob("*_copy.csv"):
        copy.unlink()
    home.ingest()
    assert home.content() == fresh.content()


def test_a_copy_with_a_later_name_wins_nothing_even_if_it_arrives_first(home, another_home):
    files = {"part_2026-01-01_a.csv": "1,Ann\n", "part_2026-01-01_b.csv": "1,Bob\n", "part_2026-01-01_c.csv": "1,Ann\n"}
    for arrival, some_home in ((sorted(files), home), (sorted(files, reverse=True), another_home)):
        some_home.map(MAPPING)
        for name in arrival:
            some_home.deliver(name, HEADER + files[name])
            some_home.ingest()
    assert home.content() == another_home.content()
    assert home.rows("name", "crm.owners") == [("Bob",)]


@BOUNDED
@given(contents=accepted, data=st.data())
def test_a_delta_in_parts_says_what_it_says_in_one_piece(tmp_path_factory, contents, data):
    whole, parts = new_home(tmp_path_factory), new_home(tmp_path_factory)
    for name, content in contents.items():
        whole.deliver(name, text(content))
        if name.startswith("full"):
            parts.deliver(name, text(content))
            continue
        keys = data.draw(st.sets(st.sampled_from("1234")))
        for suffix, chosen in (("1", keys), ("2", content.keys() - keys)):
            piece = {key: content[key] for key in content if key in chosen}
            parts.deliver(name.replace(".csv", f"{suffix}.csv"), text(piece))
    whole.ingest()
    parts.ingest()
    assert what_it_says(parts) == what_it_says(whole)


def test_days_filled_in_late_equal_nightly_runs(home, another_home):
    """Delivered and ingested night by night; the other home gets all of it at once."""
    for number in range(rounds(8, 30)):
        day = date(2026, 1, 1 + number)
        names = {str(key): f"name {(key * 7 + number) // 5}" for key in range(number % 6, number % 6 + 8)}
        name = f"{'full' if number % 3 else 'part'}_{day}.csv"
        for some_home in (home, another_home):
            some_home.map(MAPPING)
            some_home.deliver(name, text(names))
        home.ingest(until=day)
    another_home.ingest()
    assert home.content() == another_home.content()
