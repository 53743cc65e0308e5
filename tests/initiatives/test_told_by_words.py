"""What words alone tell, on both sides of the trained layers: plain statements, and passages that decide nothing."""

import pytest

from samspil.documents.read import read_document
from samspil.initiatives.left_alone import guess_year, is_budget_line, is_left_alone
from samspil.initiatives.model import read_model
from samspil.initiatives.plain import find_plain_themes
from samspil.initiatives.reader import LinearReader
from samspil.passages.split import split_passages

PLAIN = [
    ("technology", "Kommunen har budgetteret en besparelse på 550.000 kr. gennem øget brug af velfærdsteknologi."),
    ("tendering", "Der afsættes 10 mio. kr. til indsatser i samarbejde med det private erhvervsliv."),
    ("tendering", "Madservicen udbydes i 2027."),
    ("tendering", "Vintertjenesten går i udbud til næste år."),
    ("tendering", "Driften af svømmehallen udliciteres."),
    ("tendering", "Vi sender skolernes vinduespolering i udbud."),
    ("tendering", "Der laves en udbudsplan for hele perioden."),
    ("tendering", "Biblioteket opføres som OPS."),
    ("tendering", "Snerydningen skal konkurrenceudsættes."),
    ("tendering", "Det nye rådhus bygges som et OPP-projekt."),
    ("tendering", "Der indgås et offentlig-privat samarbejde om hjælpemidler."),
    ("tendering", "Byrådet ønsker en ny udbudsstrategi vedtaget i foråret."),
    ("tendering", "Udbuddet af madservice sættes i bero."),
    ("tendering", "Forvaltningen skal afsøge et samarbejde med private leverandører om genoptræning."),
    ("tendering", "Der skal arbejdes for et bedre samspil med bl.a. private virksomheder."),
    ("insourcing", "Fysioterapien hjemtages den 1. maj."),
    ("insourcing", "Vi vil hjemtage fem anbringelser."),
    ("insourcing", "Hjemtagningen af rengøringen fortsætter."),
    ("insourcing", "Kommunen skal være selvforsynende med botilbud."),
    ("technology", "Der købes to spiserobotter."),
    ("technology", "Telemedicin udrulles til lungepatienter."),
    ("technology", "RPA indføres i lønafdelingen."),
    ("technology", "Kunstig intelligens prøves af i jobcentret."),
    ("technology", "Der afsættes 300.000 kr. til skærmbesøg."),
    ("technology", "AI-assistenten får lov at svare på mails."),
    ("green_procurement", "Alle nye kontrakter får klimakrav."),
    ("green_procurement", "Indkøb skal så vidt muligt være svanemærkede."),
    ("green_procurement", "Byrådet ønsker flere grønne indkøb."),
    ("green_procurement", "Udbud af kørsel skal have krav om fossilfri biler."),
    ("tendering", "vurdere et OPS-projekt om gadelyset"),
    ("tendering", "OPP-skolen i Vester By bliver ikke til noget."),
    ("tendering", "Der arbejdes ikke videre med OPI-forløbet om genoptræning."),
    ("tendering", "ESCO-samarbejdet fortsætter ikke."),
    ("tendering", "Kommunen vil lade en forpagter drive caféen på havnen."),
    ("tendering", "Gartnere fra hele landsdelen skal give pris på hækkene."),
    ("tendering", "Vinduespoleringen skal prøves af på markedet."),
    ("technology", "En sprogmodel prøves i borgerservice."),
    ("technology", "Der afsættes 2 mio. kr. til FVT-puljen."),
    ("technology", "Ansøgning om byggetilladelse klares i en app."),
    ("friplejehjem", "Der findes en grund til et friplejehjem."),
    ("friplejehjem", "Der afsættes 2 mio. kr. til finansiering af private pladser."),
    ("green_procurement", "Klimaaftrykket skal oplyses i alle tilbud."),
    ("tendering", "Busserne lægges i ét samlet udbud."),
    ("tendering", "Der spares 2 mio. kr. gennem flere miniudbud."),
    ("insourcing", "Kommunen trækker vagten hjem fra vagtselskabet."),
    ("insourcing", "De dyreste pladser hos private hjemtrækkes."),
    ("insourcing", "Hjemtagelsen af it-driften fortsætter."),
    ("insourcing", "Der hjemtages ti pladser fra private bosteder."),
    ("tendering", "Konkurrenceudsættelsen af parkplejen sættes i bero."),
    ("tendering", "Parterne er åbne for et OPP om rådhuset."),
    ("technology", "Sensorbleer tages i brug og indføres overalt."),
    ("technology", "Videokonsultationer bliver en fast del af tandplejen."),
    ("technology", "Digitaliseringspuljen forhøjes."),
    ("technology", "Låsene skiftes til elektroniske låse."),
    ("technology", "Postrummet får en sorteringsrobot."),
    ("insourcing", "Snerydningen udføres fra 2027 af vejfolk i stedet for private."),
]
NOT_PLAIN = [
    "Erhvervskontoret skal styrke samarbejdet med private virksomheder om praktikpladser.",
    "Vi har budgetteret forsigtigt.",
    "Grunden på Nørregade udbydes.",
    "Musikskolens udbud udvides med slagtøj.",
    "Vi hjemtager et lån på 10 mio. kr.",
    "Borgere, der udskrives fra sygehuset, hjemtages samme dag.",
    "Borgere skal kunne hjemtages fra medicinsk afdeling i weekenden.",
    "Vi skal hjemtage den statsrefusion, som kommunen har ret til.",
    "Direktionen hjemtager den statslige bevilling.",
    "Der hjemtages momsrefusion for to år.",
    "En sygeplejerske tager imod borgere, der hjemtages fra Odense.",
    "Mange unge søger råd hos en chatbot.",
    "Klimaaftrykket er faldet siden 2010, og det skal fejres.",
    "FIRST LEGO League får nye lego-robotter.",
    "De mindste i SFO'en får lov at prøve bierobotterne.",
    "Efter friplejeboligloven afregnes friplejehjem efter takster.",
    "Eleverne undervises i kunstig intelligens.",
    "Velfærdsteknologi omtales ikke i aftalen.",
    "Der sendes ikke flere opgaver i udbud.",
    "Staten udbyder en ny motorvej.",
    "Den gamle skole sættes i udbud til højeste pris.",
    "Kurser for frivillige udbydes i foråret.",
    "Kommunen er ikke selvforsynende med vand.",
    "Kommunen vil være CO2-neutral i 2035.",
    "Kontrakten med OPP-leverandøren løber til 2040.",
    "Partierne noterer sig, at regeringen vil konkurrenceudsætte flere statslige opgaver.",
    "Nabokommunen hjemtager sin rengøring.",
    "Erhvervslivet skal have bedre vilkår for brug af kunstig intelligens, og virksomhederne får et kursus.",
    "For ti år siden blev rengøringen udliciteret.",
    "Fonden hjemtager midler til projektet.",
    "Biblioteket holder foredrag om kunstig intelligens.",
    "Festivalen ønsker et bredt udbud af musik.",
    "Aftenskolernes tilbud udbydes i en samlet folder.",
    "Byggefelterne ved havnen sendes i udbud i 2026.",
    "Lokalplanen sendes i høring, og grundene udbydes i 2027.",
    "Mange borgere køber selv robotstøvsugere.",
    "Der skal tages hensyn til borgere, som ikke vil have skærmbesøg.",
    "Udbuddet af lærepladser skal øges.",
    "Udbuddet af pasning udvides med 22 grupper.",
    "Jobcenteret skal samarbejde med private virksomheder om praktikpladser.",
    "Kommunen går i dialog med private aktører om bosætning.",
    "Politiet vil indgå samarbejde med private firmaer om tyverimærkning.",
    "Ungdomsskolen udbyder et hold om chatbots.",
    "Vi er glade for, at velfærdsteknologi fylder mindre i debatten.",
    "Udvalget orienteres om status for velfærdsteknologi.",
    "Den nye lov vil påvirke brugen af kunstig intelligens.",
    "Skolernes madordning udbydes af forældreforeningen.",
    "Kommunerne skal lade private stå for den frie del af plejen.",
    "Ældrereformen vil lade private levere en del af hjælpen.",
    "Der afsættes 1 mio. kr. til private pladser i vuggestuer.",
    "Medarbejderne prøver sprogmodeller på eget initiativ.",
    "Klimaregnskabet viser et fald, som skyldes vinden.",
]
LEFT_ALONE = [
    "På landsplan bor flere ældre i en friplejebolig.",
    "Regeringen har lagt op til flere friplejehjem.",
    "Nabokommunens hjemtagning af rengøringen har vakt opsigt.",
    "Friplejehjemmet fejrede sit jubilæum med en havefest.",
    "I 2012 åbnede det første friplejehjem, som siden har været fuldt belagt.",
    "Et mindretals ønske om at hjemtage STU blev forkastet.",
    "Efter loven kan den ældre selv vælge et friplejehjem i en anden kommune.",
    "Udbudsloven kræver, at store kontrakter annonceres.",
    "I 2011 lod kommunen et firma stå for hjemmeplejen, og det endte med en konkurs.",
    "For tolv år siden var snerydningen i udbud, men kun ét firma bød.",
    "Et tidligere byråd solgte kantinerne til en privat operatør i 2010.",
    "Forsøget med en robot i borgerservice i 2018 blev stoppet efter et halvt år.",
    "I 2016 hjemtog byrådet tandplejen, og det var klogt.",
    "Det forrige byråd drøftede et friplejehjem, men det blev ved snakken.",
    "Udbuddet af skolebusser fra 2019 berøres ikke af forliget.",
    "Aftalen om madservice er ikke en del af denne budgetaftale.",
    "Kommunens grund på Havnevej har været i udbud to gange og er ikke solgt.",
    "Arealet ved banegården udbydes til boligformål.",
    "For nogle år siden købte kommunen robotstøvsugere til to plejehjem, som ikke virkede.",
    "Der sker ingen ændring i kommunens aftaler med private leverandører.",
    "I 2012 byggede en fond et friplejehjem i nabokommunen.",
    "Enkelte foreslog et nyt udbud, men der var ikke flertal for det.",
    "I dag gøres der rent af et firma på Fyn.",
    "I øjeblikket findes der to private leverandører i byen.",
    "Læsølisten så hellere hjemmehjælpen lagt ud til et privat firma, men der var ikke opbakning til forslaget.",
    "Enhedslistens ønske om et friplejehjem i Nord fandt ikke tilslutning.",
    "Konservative stod alene med forslaget om at udlicitere parken.",
]
NOT_LEFT_ALONE = [
    "Regeringen har givet lov til flere friplejehjem, og kommunen søger derfor en bygherre.",
    "Flere kommuner deler en robot, og den ordning afsættes der 2 mio. kr. til.",
    "Friplejehjemmet åbnede i 2019 og udvides siden med ti boliger.",
    "Efter loven skal opgaven i udbud, og derfor udbydes driften af hjemmeplejen i 2026.",
    "Skraldebilerne blev sendt i udbud i 2019, og nu genudbydes opgaven.",
    "Siden 2018 har robotter bogført regninger i økonomiafdelingen.",
    "Rengøringen kom hjem i 2021 og bliver hjemme.",
    "Aftalen fra 2020 om skærmbesøg føres videre.",
    "Friplejehjemmet åbnede i 2022, og kommunen køber 20 pladser.",
    "Udliciteringen fra 2017 rulles tilbage.",
    "Kravet fra 2019 om økologi i køkkenerne hæves til 90 pct.",
    "Tilbuddet om robotstøvsugere fra 2021 stopper.",
    "Kontrakten fra 2016 opsiges.",
    "Vi tager driften, der blev udliciteret i 2012, hjem igen.",
    "Den udbudsplan, som byrådet vedtog i 2020, ajourføres hvert år.",
    "For tre år siden begyndte vi at hente børn hjem fra opholdssteder, og det arbejde ruller.",
    "Robotten fra 2020 får følgeskab af to til.",
    "Strategien fra 2021 gælder også for denne periode.",
    "For fem år siden sagde vi nej til et friplejehjem; i dag siger vi ja.",
    "Indkøbspolitikken fra 2018 strammes, så tryksager er svanemærkede.",
    "Et mindretal ville helst beholde vaskeriet, men flertallet sender vasken i udbud.",
    "Der ændres ikke på antallet af ansatte, når løn går over til en softwarerobot.",
    "Aftalen om hjemtagning af tre pladser fra 2022 kører planmæssigt.",
    "Udbuddet fra 2021 er afsluttet, og prisen er taget ned i rammen.",
    "Der var ikke flertal for at fortsætte forsøget med sansegulve, og det stopper.",
    "Forslaget om et friplejehjem blev ikke støttet af flertallet, og planen skrinlægges.",
    "Grunden ved Skovvej reserveres til et friplejehjem, som udbydes til en privat bygherre.",
    "Det kommunale areal ved havnen udbydes med krav om, at køber opfører et friplejehjem.",
    "Pleje af grønne arealer sendes i udbud.",
    "Sengesensorerne, som blev købt i 2021, rulles ud til de sidste tre centre.",
    "Partnerskabet om skolerne fra 2015 løber til 2030 og koster 22 mio. kr. om året.",
    "Den opgave, der blev hjemtaget i 2022, forbliver hos kommunens egne folk.",
    "Robotten, som kom i 2022, håndterer i år også flytninger.",
    "Udbuddet af madservice fra 2018 følges op af et nyt.",
    "Planerne fra 2020 om et friplejehjem er opgivet.",
    "Forsøget fra 2021 med kunstig intelligens er afsluttet og lægges i drift.",
    "Serviceniveauet ændres ikke, men opgaven udbydes.",
    "Et forslag om at udlicitere rengøringen blev forkastet i 2021, og partierne tager det op igen.",
    "Vedligeholdelsen af kommunens grunde og arealer lægges i udbud sammen med nabokommunen.",
    "For ti år siden kørte vi selv; det gør vi igen fra 2027.",
    "I 2020 indførte vi dosispakket medicin, og ordningen breder sig til bosteder.",
    "Byggegrundene sælges med krav om træbyggeri.",
    "I dag vaskes tøjet af et firma, og fra 2027 skal kommunen gøre det.",
    "I dag vaskes tøjet af et firma, men opgaven udbydes.",
]


@pytest.mark.parametrize(("theme", "text"), PLAIN, ids=[text for _, text in PLAIN])
def test_a_plain_statement_has_its_theme(theme: str, text: str) -> None:
    """Short sentences that nobody reads otherwise."""
    assert theme in find_plain_themes(text.lower())


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_false_friends_are_not_plain(text: str) -> None:
    """Land for sale, courses, loans, hospitals, schools, denials, what others do."""
    assert find_plain_themes(text.lower()) == ()


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_decides_nothing(text: str) -> None:
    """Look backs, refused wishes, what the agreement leaves alone, land for sale."""
    assert is_left_alone([text], 2026)


@pytest.mark.parametrize("text", NOT_LEFT_ALONE)
def test_an_undertaking_with_a_past_is_kept(text: str) -> None:
    """An old year or a refusal in the sentence, and yet something is done now."""
    assert not is_left_alone([text], 2026)


def test_one_sentence_of_today_keeps_the_passages() -> None:
    """What is looked back on is told together with what is done about it."""
    back = "I 2011 lod kommunen et firma stå for hjemmeplejen, og det endte med en konkurs."
    assert is_left_alone([back], 2026)
    assert not is_left_alone([back, "Nu prøver vi igen med et udbud i to områder."], 2026)
    assert not is_left_alone([back], 2012)


def test_year_of_a_document() -> None:
    """The year that is named most often; none where none is named."""
    assert guess_year(["Budget 2026", "I 2019 og 2026", "2027"]) == 2026
    assert guess_year(["Ingen år her"]) == 0


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Serviceudgifter i alt", True),
        ("Skatter, tilskud og udligning", True),
        ("Det specialiserede voksenområde", True),
        ("Anlæg inkl. jordforsyning", True),
        ("Social- og Sundhedsudvalget", True),
        ("Skærmbesøg i hjemmeplejen", False),
        ("Udbud af kørsel", False),
        ("Drift af friplejehjem", False),
        ("2026", False),
    ],
)
def test_lines_of_the_whole_budget(label: str, expected: bool) -> None:
    """Rows of general words only belong to no single undertaking."""
    assert is_budget_line(label) is expected


def read(*paragraphs: str) -> list[tuple[tuple[str, ...], str]]:
    """Themes and words of what the linear reader proposes."""
    document = read_document("\n\n".join(["Budgetaftale 2026", *paragraphs]).encode(), "x.txt")
    _, passages = split_passages(document)
    return [(one.themes, " ".join(passages[n].text for n in one.passages)) for one in LinearReader(read_model()).propose(passages)]


def test_the_reader_finds_plain_statements_and_passes_look_backs_over() -> None:
    """Both lists are heard by the reader itself."""
    found = read(
        "Skolen bygges som et OPP-projekt.",
        "Et tidligere byråd valgte i 2014 at udlicitere kantinedriften, men ordningen ophørte igen året efter.",
    )
    assert found == [(("tendering",), "Skolen bygges som et OPP-projekt.")]


def test_the_reader_hears_which_way_a_task_goes() -> None:
    """Two undertakings with a firm in each: one brings the task back, the other may give it away. A false friend beside them is none."""
    found = read(
        "Fejningen af byens gader overtages fra 2027 af os selv, når aftalen med den entreprenør, der har den i dag, er løbet ud.",
        "Økonomiudvalget får belyst, om et firma kan passe parkerne for mindre end kommunens egne gartnere.",
        "Vi skal blive bedre til at hjemtage den statsrefusion, som kommunen har ret til.",
    )
    assert [themes for themes, _ in found] == [("insourcing",), ("tendering",)]


def test_a_plain_word_holds_where_both_ways_are_named() -> None:
    """A firm beside own staff tells of a task brought back; 'offentlig-privat samarbejde' says outright that it is shared."""
    found = read(
        "Vi vil have mere offentlig-privat samarbejde om vinduespolering, så et firma fremover passer syv af ti bygninger og kommunens egne folk tre."
    )
    assert "tendering" in found[0][0]
