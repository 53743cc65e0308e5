"""What words tell of stage, theme and money in a table, added to what the trained layers say."""

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.context import Surroundings
from samspil.initiatives.pointed import match_pointing
from samspil.initiatives.points import find_points
from samspil.initiatives.wording import add_wording, points_to_table, tell_stage, tell_themes
from samspil.passages.split import split_passages
from samspil.values.codes import STAGES, THEMES, TOPICS

STAGED = [
    ("stopped", ["Planen om et fælles vaskeri opgives."]),
    ("stopped", ["Den nye hal som OPP bliver alligevel ikke til noget."]),
    ("stopped", ["Der arbejdes ikke videre med tanken om en privat forpagter."]),
    ("stopped", ["Forsøget fortsætter ikke efter nytår."]),
    ("stopped", ["Robotten kom i 2023.", "Den er sat i bero, til leverandøren har rettet fejlene."]),
    ("completed", ["Udrulningen af skærmbesøg er nu fuldt gennemført."]),
    ("completed", ["Hjemmet er åbnet, og der er 24 beboere."]),
    ("underway", ["Ordningen med dosispakket medicin videreføres i 2027."]),
    ("underway", ["Arbejdet er godt i gang.", "Til det bruges 2 mio. kr."]),
    ("underway", ["Kommunen skal fortsat stille krav til vognmændenes biler."]),
    ("decided", ["Det er aftalt, at 18 borgere flytter til et tilbud i kommunen inden 2031."]),
    ("decided", ["Administrationen bemyndiges til at indgå aftale om køberet med fonden."]),
    ("considered", ["Det blev aftalt, at det undersøges, om kantinen kan drives af andre."]),
    ("considered", ["Udvalget vil undersøge, om kantinen kan drives af andre."]),
    ("considered", ["Det afdækkes, hvilke opgaver der egner sig."]),
    ("considered", ["Analyse af mulighederne for at bringe anbringelser tilbage."]),
    ("considered", ["Vi er åbne for et hjem med egen bestyrelse."]),
    ("stopped", ["Den påtænkte overdragelse af køkkenet frafaldes."]),
    ("stopped", ["Tanken om et fælles vagtselskab er lagt på hylden."]),
    ("completed", ["Udskiftningen af låsene kom i mål i maj."]),
    ("completed", ["Bogføringen blev i foråret sat i drift på den nye robot."]),
    ("underway", ["Vi bliver ved med at købe brugte møbler."]),
    ("underway", ["Byggeriet på hotelgrunden skrider frem."]),
    ("planned", ["Det er tanken, at borgerne kan følge deres sag på nettet."]),
    ("planned", ["Kommunen arbejder hen imod, at halvdelen af maden er økologisk."]),
    ("planned", ["På længere sigt skal flere voksne bo i egne tilbud."]),
    ("considered", ["Det undersøges, om flere på sigt kan bo i egne tilbud."]),
    ("", ["Kommunen arbejder hen imod flere skærmbesøg, og der afsættes 2 mio. kr. i 2026."]),
    ("", ["Rengøringen undersøges, og derefter udbydes den."]),
    ("", ["Alle boliger får en føler i loftet."]),
    ("", ["Der afsættes 2 mio. kr. i 2026.", "Udvalget vil drøfte rækkefølgen."]),
]
SIDED = [
    ("insourcing", "Kørslen udføres i dag af en vognmand og overgår til kommunens egne chauffører."),
    ("insourcing", "Tandreguleringen ligger hos en privat klinik, og det vurderes, om vores egne tandlæger kan overtage den."),
    ("green_procurement", "Den vognmand, der kører for kommunen, må ikke bruge diesel fra 2028."),
    ("green_procurement", "Entreprenøren skal vise, hvor meget CO2 byggeriet udleder."),
    ("insourcing", "Pasningen af broerne overtages fra det firma, som har haft den siden 2019."),
    ("insourcing", "Snerydningen tages hjem fra de to vognmænd."),
    ("insourcing", "Tilbageføringen af vasken fra det private vaskeri opgives."),
    ("insourcing", "Lamperne blev passet af et energiselskab, og nu gør vi det selv."),
    ("insourcing", "Fejningen lå hos en entreprenør og er nu vores egen opgave."),
    ("insourcing", "Firmaet har kontrakt til maj, og derefter overtager kommunens eget personale."),
    ("insourcing", "Det firma, der fejer, afløses, for opgaven overgår til Entreprenørgården."),
    ("insourcing", "Snerydningen varetages på sigt af egne folk og ikke længere af private."),
    ("tendering", "Det belyses, om et firma kan gøre skolerne rene for mindre."),
    ("tendering", "Det koster 150.000 kr. at få at vide, hvad en anlægsgartner ville tage for det samme."),
    ("tendering", "Hækkene kan klippes billigere af et firma end af kommunens egne gartnere."),
    ("tendering", "Bogføringen overlades til et privat selskab."),
    ("tendering", "Borgeren kan vælge mellem kommunen og en privat fysioterapeut."),
    ("friplejehjem", "En stiftelse bygger 36 plejeboliger, som den selv driver."),
    ("friplejehjem", "Plejehjemmet ejes og drives af en forening."),
    ("technology", "Et program læser ansøgningerne og fordeler dem, før en medarbejder ser dem."),
    ("technology", "Foreningerne kan selv reservere lokaler på nettet."),
    ("green_procurement", "Miljøhensyn skal vægte i alle udbud."),
    ("green_procurement", "Vi køber brugte møbler til skolerne."),
    ("", "Efter lovgivningen kan borgeren vælge mellem kommunen og en privat leverandør."),
    ("", "Vi tror på, at private og offentlige kan lære af hinanden."),
    ("", "Boligselskabet bygger almene plejeboliger, som det selv driver."),
    ("", "Skolens elever skriver et program, der selv finder fejl i deres opgaver."),
    ("", "Gebyret reguleres automatisk hvert år for alle borgere."),
    ("", "Private kan byde på lige fod med kommunens egne folk."),
    ("", "Et firma får lov at overtage kommunens egen afdeling."),
    ("", "Vognmændene kører affald fra genbrugspladserne."),
    ("", "Kommunens egne medarbejdere får bedre stole."),
    ("", "Klimaregnskabet viser et fald."),
]


@pytest.mark.parametrize(("stage", "texts"), STAGED, ids=[" ".join(texts) or "nothing" for _, texts in STAGED])
def test_stage_in_so_many_words(stage: str, texts: list[str]) -> None:
    """Codebook, 'Stage': what is stopped comes first; an analysis only where nothing is decided."""
    assert tell_stage([text.lower() for text in texts]) == stage


@pytest.mark.parametrize(("theme", "text"), SIDED, ids=[text for _, text in SIDED])
def test_theme_by_two_things_together(theme: str, text: str) -> None:
    """Own staff beside a private supplier, climate beside a purchase; not when firms are to bid."""
    assert tell_themes([text.lower()]) == ((theme,) if theme else ())


def test_words_add_to_the_odds_and_do_not_decide() -> None:
    """Strong signs to the contrary still win."""
    odds = np.full(len(THEMES) + len(TOPICS) + len(STAGES), -2.0)
    stages = slice(len(THEMES) + len(TOPICS), None)
    odds[stages][STAGES.index("decided")] = 0.5
    told = ["planen opgives."]
    assert STAGES[int(add_wording(odds, told)[stages].argmax())] == "stopped"
    odds[stages][STAGES.index("decided")] = 5.0
    assert STAGES[int(add_wording(odds, told)[stages].argmax())] == "decided"
    assert (add_wording(odds, ["vejene får ny asfalt."]) == odds).all()


def test_a_theme_by_words_is_more_likely_than_not() -> None:
    odds = np.full(len(THEMES) + len(TOPICS) + len(STAGES), -2.0)
    told = ["den vognmand, der kører for kommunen, må ikke bruge diesel."]
    assert add_wording(odds, told)[THEMES.index("green_procurement")] > 0


@pytest.mark.parametrize(
    ("told", "theme", "other"),
    [
        ("pasningen overtages fra det firma, som har haft den.", "insourcing", "tendering"),
        ("det belyses, om et firma kan gøre skolerne rene for mindre.", "tendering", "insourcing"),
    ],
)
def test_a_task_goes_one_way(told: str, theme: str, other: str) -> None:
    """A firm is named both where a task comes back and where it leaves; which way it goes is one theme, not two."""
    odds = np.full(len(THEMES) + len(TOPICS) + len(STAGES), -2.0)
    odds[THEMES.index(other)] = 1.5
    odds[THEMES.index("technology")] = 1.0
    added = add_wording(odds, [told])
    assert added[THEMES.index(theme)] > 0 > added[THEMES.index(other)]
    assert added[THEMES.index("technology")] == 1.0


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Prisen er med i skemaet bagest.", True),
        ("Beløbene fremgår af bilag 2.", True),
        ("Udgiften ses i tabel 4.", True),
        ("Det koster 2 mio. kr.", False),
        ("Skemaer skal fylde mindre i hverdagen.", True),  # told wrongly, and harmless: it takes a row that is like the text as well
        ("Der kommer en plan til sommer.", False),
    ],
)
def test_money_that_stands_in_a_table(text: str, points: bool) -> None:
    assert points_to_table([text.lower()]) is points


TABLE = """Beløb i 1.000 kr.

| Tekst | 2026 | 2027 |
|---|---:|---:|
| Faldbokse | 400 | 100 |
| Cykelsti ved kirken | 900 | 0 |
"""


def find_row(sentence: str) -> str:
    """The row that a sentence's initiative is given; '' for none."""
    document = read_document(f"# Budget 2026\n\n{sentence}\n\n{TABLE}".encode(), "x.md")
    _, passages = split_passages(document)
    around = Surroundings(passages, np.zeros((len(passages), len(THEMES) + 2)))
    rows = [n for n, passage in enumerate(passages) if passage.kind == "row"]
    group = [n for n, passage in enumerate(passages) if passage.kind == "sentence"][:1]
    found = match_pointing(around, find_points(around, rows), [group], [0], rows)
    return passages[found[0]].text if found else ""


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("En boks på væggen melder, når nogen falder, og prisen er med i tabellen.", "Faldbokse"),
        ("En boks på væggen melder, når nogen falder.", ""),
        ("Frokosten laves af en privat kok, og prisen ses i tabellen.", ""),
    ],
)
def test_who_points_to_the_table_has_the_row_most_like_it(sentence: str, row: str) -> None:
    """Only where the text says so, and only with a likeness."""
    assert find_row(sentence) == row
