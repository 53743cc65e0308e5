"""The linear reader and its model file."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from samspil.errors import ModelError
from samspil.initiatives.committee import find_committee
from samspil.initiatives.features import FeatureReader, read_words, stem
from samspil.initiatives.layers import TextScorer
from samspil.initiatives.model import read_model, write_model
from samspil.initiatives.reader import LinearReader
from samspil.values.passage import Passage


def passages(*texts: str, kind: str = "sentence") -> list[Passage]:
    """Texts of one paragraph, one after the other."""
    found, start = [], 0
    for text in texts:
        found.append(Passage(text, start, start + len(text), 1, kind, 1))
        start += len(text) + 1
    return found


@pytest.fixture(scope="module")
def reader() -> LinearReader:
    return LinearReader(read_model())


UNDERTAKINGS = [
    (
        ["Driften af kommunens vintertjeneste sendes i udbud i 2026.", "Der indregnes en besparelse på 1,2 mio. kr. årligt fra 2027."],
        "tendering",
    ),
    (["Der afsættes en pulje til velfærdsteknologi på 2 mio. kr. årligt.", "Puljen bruges til skærmbesøg og sensorer."], "technology"),
    (["Der reserveres en grund i Ryslev til et friplejehjem med 48 boliger.", "En fond står for byggeri og drift."], "friplejehjem"),
    (
        ["Der stilles klimakrav i alle kommunens indkøb af møbler og fødevarer.", "Indkøbsafdelingen udarbejder en vejledning."],
        "green_procurement",
    ),
    (
        ["Borgere på eksterne botilbud hjemtages til kommunens egne tilbud.", "Det giver en besparelse på 3 mio. kr. fra 2027."],
        "insourcing",
    ),
]


@pytest.mark.parametrize(("texts", "theme"), UNDERTAKINGS, ids=[theme for _, theme in UNDERTAKINGS])
def test_a_plain_undertaking_is_one_proposal_of_its_theme(reader: LinearReader, texts: list[str], theme: str) -> None:
    proposals = reader.propose(passages(*texts))
    assert len(proposals) == 1
    assert theme in proposals[0].themes
    assert proposals[0].passages == (0, 1)


FALSE_FRIENDS = [
    "Udbuddet af valgfag på skolerne bliver bredere, og eleverne får flere linjer at vælge imellem.",
    "Lån til ældreboliger hjemtages, når byggeregnskabet er godkendt.",
    "Eleverne i 5. klasse programmerer små robotter i natur og teknik.",
    "Der plantes 500 træer langs åen, og parken får nye bænke.",
    "Det kommunale plejecenter Solgården får nye gardiner og en terrasse.",
    "Bredbåndsdækningen i landdistrikterne følges fortsat.",
]


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_a_false_friend_alone_is_no_proposal(reader: LinearReader, text: str) -> None:
    assert reader.propose(passages(text)) == []


def test_nothing_to_read_gives_nothing(reader: LinearReader) -> None:
    assert reader.propose([]) == []
    assert reader.propose(passages("Overskrift", kind="heading")) == []


def test_word_sums_score_like_single_features(reader: LinearReader) -> None:
    """The quick way over word sums gives what the layer gives feature by feature, for known and new words alike."""
    model, features = reader.model, FeatureReader()
    told = passages("Vejbelysningen sendes i udbud.", "Zzyxkwq er et nyt ord.", "")
    spelled = [features.of_passage(passage) for passage in told]
    quick = TextScorer(model.text, features).score(spelled)
    slow = [model.text.weights[features.expand(one)].sum(axis=0) / np.sqrt(len(features.expand(one))) + model.text.bias for one in spelled]
    assert np.allclose(quick, slow, atol=1e-4)


def test_the_model_file_is_the_same_bytes_again(tmp_path: Path) -> None:
    model = read_model()
    write_model(model, tmp_path / "a.npz")
    write_model(read_model(tmp_path / "a.npz"), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert read_model(tmp_path / "b.npz").facts["version"] == model.facts["version"]


def test_a_damaged_or_foreign_model_is_refused_with_the_command(tmp_path: Path) -> None:
    file = tmp_path / "reader.npz"
    write_model(read_model(), file)
    whole = file.read_bytes()
    spoilt = whole[:2000] + bytes(400) + whole[2400:]
    for content in (b"", b"not a zip", Path(__file__).read_bytes(), whole[:-500], spoilt):
        file.write_bytes(content)
        with pytest.raises(ModelError, match="samspil train"):
            read_model(file)


def test_a_model_of_another_vocabulary_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "reader.npz"
    write_model(read_model(), file)
    with zipfile.ZipFile(file) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["facts.json"] = members["facts.json"].replace(b'"features": "', b'"features": "x')
    with zipfile.ZipFile(file, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    with pytest.raises(ModelError, match="another vocabulary"):
        read_model(file)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Teknik- og Miljøudvalget", "Teknik- og Miljøudvalget"),
        ("4. Social-, Sundheds- og Seniorudvalget", "Social-, Sundheds- og Seniorudvalget"),
        ("Udvalget for Børn og Unge", "Udvalget for Børn og Unge"),
        ("Sagen forelægges Økonomi- og Planudvalget i maj.", "Økonomi- og Planudvalget"),
        ("Udvalget orienteres hvert halve år.", ""),
        ("Der nedsættes et opgaveudvalg (§ 17, stk. 4).", ""),
        ("Byrådet følger sagen.", ""),
        ("A" * 100_000 + "udvalget", ""),
    ],
)
def test_committees_are_named_as_written(text: str, name: str) -> None:
    assert find_committee(text) == name


def test_words_and_stems() -> None:
    assert read_words("I 2026 afsættes 2,5 mio. kr. til e-distriktet (§ 17)") == [
        "i",
        "#år",
        "afsættes",
        "#",
        "mio",
        "kr",
        "til",
        "e-distriktet",
        "§",
        "#",
    ]
    assert stem("udbuddene") == "udbudd"
    assert stem("hus") == "hus"
