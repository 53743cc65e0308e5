"""The table 'Bad input': each file gets its verdict and a reason with a remedy, the rest is read, and the exit code tells."""

import gc
import json
import os
import sqlite3
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from agreements import MIXED, as_docx, as_pdf, as_text, compose, read_outputs, review, run_samspil, write_agreement, write_mixed
from hostile import flate_bomb
from raw_docx import make_docx, make_zip, paragraph
from raw_pdf import encrypted_pdf, text_pdf

from samspil import folder as folder_module
from samspil import reading
from samspil.engines.child import ChildAnswer
from samspil.engines.pool import run_all
from samspil.errors import ModelError, StoreError, UsageError
from samspil.folder import FoundFile, list_files, read_bytes
from samspil.initiatives import model
from samspil.store.sqlite import Store
from samspil.values.review import DocumentRecord, Review

HERNING = compose("Herning", 3)
ENGLISH = "The council has agreed on the budget for the coming year and will spend more on schools and on care for the elderly. " * 30
DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BOMB = {"word/document.xml": "<x/>", "word/x.bin": bytes(150 << 20)}
NOTICE = "Bekendtgørelse om udbud. Kommunen indkøber kontormøbler. Tilbud afleveres senest fredag. " * 30

BAD: dict[str, tuple[str, Callable[[], bytes], str, str]] = {  # what -> file name, bytes, verdict, words of the reason
    "zero bytes": ("tom.docx", lambda: b"", "rejected", "tom"),
    "truncated": ("afkortet.pdf", lambda: as_pdf(HERNING)[:700], "rejected", "beskadiget"),
    "encrypted": ("låst.pdf", lambda: encrypted_pdf(b"hemmelig"), "encrypted", "adgangskode"),
    "wrong extension": ("forlig.txt", lambda: as_pdf(HERNING), "rejected", "omdøb til"),
    "zip bomb": ("bombe.docx", lambda: make_zip(BOMB), "rejected", "pakkes ud"),
    "pdf bomb": ("bombe.pdf", flate_bomb, "rejected|failed|needs_ocr", ""),
    "docx with doctype": ("dtd.docx", lambda: make_docx(paragraph("&e;"), prolog=DOCTYPE), "rejected", "DTD"),
    "3001 pages": ("lang.pdf", lambda: text_pdf(3001), "rejected", "for mange sider"),
    "no danish": ("Herning budget 2026.txt", ENGLISH.encode, "attention", "dansk"),
    "no agreement": ("Herning udbud 2026.txt", NOTICE.encode, "attention", "ligner ikke en budgetaftale"),
    "another year": ("Herning 2019.txt", lambda: as_text(compose("Herning", 3, year=2019)), "attention", "2019"),
    "nobody's": ("notat.txt", lambda: as_text(compose("X", 3)[2:]), "attention", "kommune"),
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, DocumentRecord], Review]:
    """All bad files at once, beside six good ones."""
    folder = write_mixed(tmp_path_factory.mktemp("aftaler"))
    for name, make, _verdict, _words in BAD.values():
        (folder / "dårlige" / name).parent.mkdir(exist_ok=True)
        (folder / "dårlige" / name).write_bytes(make())
    found = review(folder, tmp_path_factory.mktemp("ud")).review
    return folder, {record.file: record for record in found.coverage.documents}, found


@pytest.mark.parametrize("what", BAD)
def test_verdict_and_reason(bad: tuple[Path, dict[str, DocumentRecord], Review], what: str) -> None:
    name, _make, verdict, words = BAD[what]
    record = bad[1][f"dårlige/{name}"]
    assert record.verdict in verdict.split("|"), record.reason
    assert words in record.reason
    assert record.reason.endswith(".")


def test_the_rest_is_read(bad: tuple[Path, dict[str, DocumentRecord], Review]) -> None:
    assert {name for name in MIXED if bad[1][name].verdict not in ("ok", "warn")} == set()
    assert bad[2].coverage.read == 6


def test_entities_are_not_followed(bad: tuple[Path, dict[str, DocumentRecord], Review]) -> None:
    assert not any("root:" in one.quote for row in bad[2].initiatives for one in row.evidence)


NAMES: dict[str, tuple[bytes, str]] = {  # name on disk -> as shown
    "newline": (b"Herning\n2026.txt", "Herning\\x0a2026.txt"),
    "not utf-8": (b"Viborg \xf8 2026.txt", "Viborg \\xf8 2026.txt"),
    "dash": (b"-Greve 2026.txt", "-Greve 2026.txt"),
    "markup": (b"<img src=x onerror=alert(1)> Odsherred 2026.txt", "<img src=x onerror=alert(1)> Odsherred 2026.txt"),
    "backslash": (b"Svendborg\\x0a2026.txt", "Svendborg\\\\x0a2026.txt"),
    "right to left": ("Ærø \u202e2026.txt".encode(), "Ærø \\u202e2026.txt"),
    "two code points": ("Faxe a\u030a 2026.txt".encode(), "Faxe å 2026.txt"),
    "long": (b"Lemvig 2026 " + b"x" * 239 + b".txt", "Lemvig 2026 " + "x" * 239 + ".txt"),
}


def test_odd_names_are_read_and_shown(tmp_path: Path) -> None:
    folder = tmp_path / "aftaler"
    folder.mkdir()
    for seed, (raw, shown) in enumerate(NAMES.values()):
        owner = shown.replace("<img src=x onerror=alert(1)> ", "").lstrip("-").split()[0].split("\\")[0]
        Path(os.fsdecode(os.fsencode(folder) + b"/" + raw)).write_bytes(as_text(compose(owner, seed)))
    done = run_samspil("review", folder, "--year", 2026, "--out", tmp_path / "ud", "--json")
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)["coverage"]["documents"]
    assert {record["file"] for record in records} == {shown for _raw, shown in NAMES.values()}
    for page in (tmp_path / "ud/report").rglob("*.html"):
        assert "<img src=x" not in page.read_text(encoding="utf-8")
    again = run_samspil("review", folder, "--year", 2026, "--out", tmp_path / "ud")
    assert again.returncode == 0, again.stderr
    assert "Læser filer 8/8" in again.stderr


def test_two_names_are_never_shown_alike(tmp_path: Path) -> None:
    raw = [b"a\x85.txt", "a\u0085.txt".encode(), b"a\\x85.txt", b"a\\u0085.txt", "å.txt".encode(), "a\u030a.txt".encode()]
    for name in raw:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")
    assert len({file.name for file in list_files(tmp_path)}) == len(raw)


def test_only_regular_files_inside_the_folder_are_opened(tmp_path: Path) -> None:
    folder, secret = tmp_path / "aftaler", tmp_path / "hemmeligt.txt"
    write_agreement(secret, "Greve")
    write_agreement(folder / "Herning 2026.txt", "Herning", 2)
    os.mkfifo(folder / "rør.pdf")
    for name, target in {"ud.txt": secret, "mappe": tmp_path, "ring.txt": folder / "ring.txt", "væk.txt": folder / "intet"}.items():
        (folder / name).symlink_to(target)
    (folder / "inde.txt").symlink_to(folder / "Herning 2026.txt")
    records = {record.file: record for record in review(folder, tmp_path / "ud", report=False).review.coverage.documents}
    assert {name: records[name].verdict for name in ("rør.pdf", "ud.txt", "mappe", "ring.txt", "væk.txt")} == dict.fromkeys(
        ("rør.pdf", "ud.txt", "mappe", "ring.txt", "væk.txt"), "rejected"
    )
    assert "uden for mappen" in records["ud.txt"].reason
    assert "uden for mappen" in records["mappe"].reason
    assert "rør" in records["rør.pdf"].reason
    assert "peger på sig selv" in records["ring.txt"].reason
    assert "findes ikke" in records["væk.txt"].reason
    assert sorted((records["Herning 2026.txt"].verdict, records["inde.txt"].verdict)) == ["duplicate", "ok"]


def test_two_agreements_of_one_municipality(tmp_path: Path) -> None:
    write_agreement(tmp_path / "a/Herning 2026 den ene.txt", "Herning", 1)
    other = [
        f"Partierne afsætter {n}00.000 kr. til {n}. etape af {['sti', 'skole', 'hal', 'havn', 'park'][n % 5]} nummer {n * 7}."
        for n in range(2, 90)
    ]
    (tmp_path / "a/Herning 2026 den anden.txt").write_bytes(as_text([*HERNING[:2], *other]))
    write_agreement(tmp_path / "a/Greve 2026.txt", "Greve", 3)
    outcome = review(tmp_path / "a", tmp_path / "ud", report=False)
    doubtful = [record for record in outcome.review.coverage.documents if "Herning" in record.file]
    assert [record.verdict for record in doubtful] == ["attention", "attention"]
    assert all("2 kandidater for Herning 2026" in record.reason for record in doubtful)
    assert not outcome.complete


def test_same_bytes_under_a_wrong_name_do_not_hide_the_right_one(tmp_path: Path) -> None:
    data = as_pdf(compose("Herning", 1))
    for name in ("Herning 2026.pdf", "zzz Herning 2026.txt", "aaa Herning 2026.txt"):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "a" / name).write_bytes(data)
    outcome = review(tmp_path / "a", tmp_path / "ud")
    assert outcome.review.coverage.read == 1
    assert outcome.review.initiatives


def test_deep_folders(tmp_path: Path) -> None:
    deep = tmp_path / "a"
    for _ in range(600):
        deep /= "m"
    deep.mkdir(parents=True)
    write_agreement(deep / "Herning 2026.txt", "Herning")
    assert [file.name for file in list_files(tmp_path / "a")] == ["m/" * 600 + "Herning 2026.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    write_agreement(tmp_path / "Herning 2026.txt", "Herning").chmod(0)
    assert list_files(tmp_path)


def test_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_agreement(tmp_path / "a/Herning 2026.txt", "Herning")
    write_agreement(tmp_path / "a/Greve 2026.txt", "Greve", 2)

    def refuse(file: FoundFile) -> Any:
        if "Greve" in file.name:
            raise PermissionError(13, "Permission denied")
        return read_bytes(file)

    monkeypatch.setattr(reading, "read_bytes", refuse)
    records = {record.file: record for record in review(tmp_path / "a", tmp_path / "ud", report=False).review.coverage.documents}
    assert records["Greve 2026.txt"].verdict == "rejected"
    assert records["Greve 2026.txt"].reason == "Filen kan ikke åbnes (ingen adgang). Giv læseadgang, og kør igen."
    assert records["Herning 2026.txt"].verdict == "ok"


def test_file_that_never_stands_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_agreement(tmp_path / "a/Herning 2026.txt", "Herning")
    ticks = iter(range(1000))
    monkeypatch.setattr(folder_module, "_times", lambda _descriptor: (1, next(ticks), 1))
    record = review(tmp_path / "a", tmp_path / "ud", report=False).review.coverage.documents[0]
    assert record.verdict == "rejected"
    assert "ændret, mens den blev læst" in record.reason


def test_file_changed_between_its_two_readings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, calls = write_agreement(tmp_path / "a/Herning 2026.txt", "Herning"), iter(range(9))

    def change(found: FoundFile) -> Any:
        if next(calls) == 1:
            write_agreement(file, "Herning", 9)
        return read_bytes(found)

    monkeypatch.setattr(reading, "read_bytes", change)
    record = review(tmp_path / "a", tmp_path / "ud", report=False).review.coverage.documents[0]
    assert (record.verdict, "kør igen" in record.reason) == ("rejected", True)
    monkeypatch.undo()
    assert review(tmp_path / "a", tmp_path / "ud", report=False).review.coverage.read == 1


def test_too_big_a_file_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "stor.pdf").open("wb") as file:
        file.truncate(200_000_000)
    found = list_files(tmp_path)[0]
    assert found.verdict == "rejected"
    assert "200 MB" in found.reason


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MAX_FILES", 3)
    for number in range(4):
        (tmp_path / str(number)).touch()
    with pytest.raises(UsageError, match="3 filer"):
        list_files(tmp_path)


@pytest.mark.parametrize("failure", ["timeout", "stalled", "memory", "garbage"])
def test_a_child_that_fails_costs_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    write_agreement(tmp_path / "a/Herning 2026.txt", "Herning")
    write_agreement(tmp_path / "a/Greve 2026.txt", "Greve", 2)

    def fail_one(jobs: Any, workers: int) -> Any:
        jobs = list(jobs)
        names = {job.key: job.settings["name"] for job in jobs}
        for key, answer in run_all(jobs, workers):
            yield key, ChildAnswer(None, failure) if "Greve" in names[key] else answer

    monkeypatch.setattr(reading, "run_all", fail_one)
    records = {record.file: record for record in review(tmp_path / "a", tmp_path / "ud", report=False).review.coverage.documents}
    assert records["Greve 2026.txt"].verdict == "failed"
    assert records["Greve 2026.txt"].reason.count(".") >= 2, "reason and remedy"
    assert records["Herning 2026.txt"].verdict == "ok"
    monkeypatch.undo()
    assert review(tmp_path / "a", tmp_path / "ud", report=False).review.coverage.read == 2, "a failure is tried again"


@pytest.mark.parametrize("nonsense", [{}, {"facts": 3}, {"facts": {"verdict": "x"}}, {"facts": {}, "text": 5}])
def test_nonsense_from_a_child_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nonsense: dict[str, Any]) -> None:
    write_agreement(tmp_path / "a/Herning 2026.txt", "Herning")
    monkeypatch.setattr(reading, "run_all", lambda jobs, workers: [(job.key, ChildAnswer(dict(nonsense))) for job in jobs])
    assert review(tmp_path / "a", tmp_path / "ud", report=False).review.coverage.documents[0].verdict == "failed"


def test_parent_holds_one_payload_and_one_reading_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Structure, not bytes: what was read is dropped before the next is asked for."""

    class Text(dict):  # type: ignore[type-arg]  # a dictionary that can be watched
        pass

    for seed, name in enumerate(("Herning", "Greve", "Viborg", "Lemvig", "Odder")):
        write_agreement(tmp_path / f"a/{name} 2026.txt", name, seed)
    watched: list[weakref.ref[Any]] = []
    most = 0
    find = Store.find_reading

    def note(store: Any, key: str) -> Any:
        nonlocal most
        answer = Text(find(store, key) or {})
        watched.append(weakref.ref(answer))
        gc.collect()
        most = max(most, sum(reference() is not None for reference in watched))
        return answer

    monkeypatch.setattr(Store, "find_reading", note)
    review(tmp_path / "a", tmp_path / "ud")
    assert len(watched) >= 5
    assert most == 1


def make_store(path: Path, what: str) -> None:
    if what == "text file":
        path.write_text("Dette er ikke en database, men et brev.\n" * 100, encoding="utf-8")
    elif what == "other program":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE kunder (navn TEXT)")
            connection.execute("PRAGMA user_version = 1")
        connection.close()
    else:
        Store(path).close()
        if what == "later version":
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA user_version = 99")
            connection.close()
        else:
            os.truncate(path, path.stat().st_size - 9000)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("text file", "ikke et Samspil-lager"),
        ("other program", "ikke et Samspil-lager"),
        ("later version", "nyere"),
        ("truncated", "beskadiget"),
    ],
)
def test_file_that_is_no_store_is_left_alone(tmp_path: Path, what: str, words: str) -> None:
    write_agreement(tmp_path / "a/Herning 2026.txt", "Herning")
    store = tmp_path / "lager.sqlite"
    make_store(store, what)
    before = store.read_bytes()
    with pytest.raises(StoreError) as caught:
        review(tmp_path / "a", tmp_path / "ud", store=store)
    assert words in caught.value.message
    assert caught.value.place == str(store)
    assert "--store" in caught.value.remedy
    assert store.read_bytes() == before


def test_results_inside_the_folder_are_not_read(tmp_path: Path) -> None:
    write_agreement(tmp_path / "Herning 2026.txt", "Herning")
    first = run_samspil("review", tmp_path, "--year", 2026, "--out", tmp_path / "ud", "--store", tmp_path / "lager.sqlite")
    assert first.returncode == 0, first.stderr
    assert "læses ikke med" in first.stderr
    before = read_outputs(tmp_path / "ud")
    second = review(tmp_path, tmp_path / "ud", store=tmp_path / "lager.sqlite")
    assert [record.file for record in second.review.coverage.documents] == ["Herning 2026.txt"]
    assert read_outputs(tmp_path / "ud") == before
    third = review(tmp_path, tmp_path / "ud2", store=tmp_path / "lager.sqlite").review.coverage.documents
    assert {record.file: record.verdict for record in third} == {"Herning 2026.txt": "ok", "ud": "rejected"}
    assert "tidligere kørsel" in next(record.reason for record in third if record.file == "ud")


def test_manifest_in_the_folder_is_no_agreement(tmp_path: Path) -> None:
    write_agreement(tmp_path / "a/dokument.txt", "Herning")
    (tmp_path / "a/liste.csv").write_text("fil;kommune;år\ndokument.txt;Herning;2026\n", encoding="utf-8")
    outcome = review(tmp_path / "a", tmp_path / "ud", manifest=tmp_path / "a/liste.csv", report=False)
    assert [(record.file, record.municipality) for record in outcome.review.coverage.documents] == [("dokument.txt", "Herning")]
    assert outcome.complete


@pytest.mark.parametrize("place", ["", "."])
def test_results_among_the_agreements_are_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageError, match="selve mappen"):
        review(tmp_path, tmp_path / place)


@pytest.mark.parametrize("trouble", [ModelError("The model cannot be read: damaged.", place="reader.npz"), TypeError("unknown threshold")])
def test_damaged_model_is_told_once_and_not_as_a_fault_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    write_agreement(tmp_path / "a/Herning 2026.txt", "Herning")

    def broken(_file: Path | None = None) -> None:
        raise trouble

    monkeypatch.setattr(model, "read_model", broken)
    monkeypatch.setattr(reading, "run_all", lambda jobs, workers: [(job.key, ChildAnswer(None, "crash")) for job in jobs])
    with pytest.raises(ModelError, match="samspil train"):
        review(tmp_path / "a", tmp_path / "ud")
    assert not (tmp_path / "ud/initiatives.json").exists()


def test_docx_and_pdf_of_the_same_text_count_once(tmp_path: Path) -> None:
    lines = compose("Herning", 4)
    (tmp_path / "a").mkdir()
    (tmp_path / "a/Herning 2026.docx").write_bytes(as_docx(lines))
    (tmp_path / "a/Herning 2026.pdf").write_bytes(as_pdf(lines))
    outcome = review(tmp_path / "a", tmp_path / "ud", report=False)
    assert sorted(record.verdict for record in outcome.review.coverage.documents) == ["duplicate", "ok"]
    assert outcome.review.coverage.read == 1
