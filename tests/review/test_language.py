"""Is it Danish, and is it an agreement?"""

import pytest

from samspil.review.language import AGREEMENT_ENOUGH, DANISH_ENOUGH, is_danish, looks_like_agreement

DANISH = (
    "Budgetaftale 2026, Fanø Kommune. Vi afsætter 200.000 kr. til hjemmeplejen. A, V og C.",
    "Budgetaftale 2026 Vejle\nOmråde 2026 2027 2028 2029\nVelfærdsteknologi 500 500 500 500\nUdbud af rengøring -200 -300 -300 -300\n1.000 kr.",
    "Partierne bag aftalen er enige om, at der afsættes 2 mio. kr. årligt til velfærdsteknologi fra 2026 og frem. Byrådet følger op i maj.",
)
FOREIGN = {
    "norsk": "Avtale om budsjett 2026 for Bergen kommune. Partiene er enige om å sette av 5 mill. kr til velferdsteknologi i 2026. Bystyret skal behandle saken",
    "norsk kort": "Partene er enige om at kommunen skal ha en god økonomi. Det er viktig for alle som bor i kommunen. Vi vil styrke skolen og tilbudet til de unge.",
    "nynorsk": "Partia er samde om at kommunen ikkje skal auke skatten. Det vert sett av pengar til eldre frå 2026, og ein vil sjå på fleire tiltak.",
    "svensk": "Överenskommelse om budget 2026 för Malmö stad. Partierna är överens om att avsätta 5 miljoner kronor till äldre. Kommunen ska också se över.",
    "engelsk": "Budget agreement 2026 for the City of Aarhus. The parties agree to set aside 5 million for welfare technology. The council will consider it.",
    "tysk": "Vereinbarung über den Haushalt 2026 der Stadt Flensburg. Die Parteien sind sich einig, dass 5 Millionen Euro für die Pflege bereitgestellt werden.",
    "grønlandsk": "Kommuneqarfik Sermersooq missingersuutinik isumaqatigiissut 2026. Partiit isumaqatigiipput aningaasat immikkoortinneqassasut meeqqanut.",
    "ingen ord": "1 2 3 4 5,6 --- 7",
    "tom": "",
}
OTHERS = {
    "udbud": "Udbudsbekendtgørelse. Ordregiver: Vejle Kommune. Udbud af rengøring. Tilbudsfrist 12. oktober 2025. Tildelingskriteriet er pris. CPV 90910000.",
    "referat": "Referat fra Økonomiudvalgets møde den 12. august 2025. Dagsorden. Afbud fra Hans Jensen. Punkt 1: Godkendelse af dagsorden. Punkt 2: "
    "Budgetopfølgning. Sagsfremstilling: Forvaltningen forelægger budgetopfølgningen. Indstilling: Direktionen indstiller. Beslutning: Godkendt.",
    "roman": "Det var en mørk og stormfuld nat, da greven red gennem skoven. Han tænkte på sin mor og på alt det, hun havde sagt, før han rejste. "
    * 20,
    "presse": "Pressemeddelelse fra Vejle Kommune. Ny bro åbner på lørdag. Borgmesteren klipper snoren. For yderligere oplysninger kontakt venligst presse.",
    "cookies": "Vi bruger cookies. Accepter alle. Kun nødvendige. Cookiepolitik. Vejle Kommune Budgetaftale 2026",
    "404": "404 Siden findes ikke. Gå til forsiden. Vejle Kommune. Budget og regnskab",
    "login": "Log ind med MitID. Brugernavn. Adgangskode. Glemt adgangskode? Politik og budget",
    "kode": "import os\nclass A:\n def __init__(self):\n  self.x = 1\n  return None\n" * 10,
    "regneark": "Konto;Tekst;2026\n5.25.10;Fælles formål;1.200\n5.25.11;Dagpleje;3.400\n" * 30,
}


@pytest.mark.parametrize("text", DANISH)
def test_danish_agreements_pass(text: str) -> None:
    """Also very short ones, and tables."""
    assert is_danish(text) >= DANISH_ENOUGH
    assert looks_like_agreement(text) >= AGREEMENT_ENOUGH


@pytest.mark.parametrize("name", FOREIGN)
def test_other_languages_do_not(name: str) -> None:
    """Norwegian is the nearest."""
    assert is_danish(FOREIGN[name]) < DANISH_ENOUGH


def test_long_english_quotation_is_fine() -> None:
    """A third of the text in English."""
    english = (
        "The council believes that the best practice in the procurement of public services is to work with the market and its citizens. "
    )
    danish = " ".join(DANISH) * 3
    assert is_danish(danish + english * (len(danish) // len(english) // 2)) >= DANISH_ENOUGH


@pytest.mark.parametrize("name", OTHERS)
def test_other_texts_are_no_agreements(name: str) -> None:
    """Tender notices, minutes, novels, press releases, web walls, code, spreadsheets."""
    assert looks_like_agreement(OTHERS[name]) < AGREEMENT_ENOUGH
