"""Sentence ends in the wordings of Danish budget agreements. In each line '|' marks where one sentence ends and the next begins."""

import time

import pytest

from samspil.passages.sentences import find_sentences

# One line, one paragraph. Grouped by what makes it hard.
SUMS = """
Der afsættes 3,5 mio. kr. i 2026.|Puljen er varig.
Der afsættes 2 mio. kr.|Pengene fordeles af udvalget.
Det koster 500 t.kr. årligt fra 2027.
Det koster 500 t.kr. i 2026 og 1,2 mia. kr. samlet.
Licensen er 80 t.kr.|Kurset er gratis.
Der spares 450 tkr.|Pengene bliver i rammen.
Udgiften er 60 t. kr.|Den er varig.
Udgiften er 240 t.kr. 2027 og frem.
Rammen er 900 tkr. (heraf 100 tkr. til kurser).|Den er ny.
Prisen er 850.000 kr. om året.|Den falder senere.
Prisen er 850.000 kr.|Den falder senere.
Der er afsat 1.600.000 kr. 2026 og frem.
Rammen er 14,2 mio. kr. (2026-priser).|Den reguleres.
Tilskuddet er på kr. 250.000,- om året.
Loftet er 1,75 pct. af rammen.
Besparelsen er 3 pct.|Den indfases over to år.
Besparelsen udgør 3 pct. 2027 og frem.
Anlægget koster 12 mill. kr. i alt.
Prisen er ca. 4 mio. kr. inkl. moms og ekskl. inventar.
Beløbet er på 1,5 millioner kroner.|Det er varigt.
Der spares 0,6 mio. kr. i 2026 stigende til 1,4 mio. kr. i overslagsårene.|Skolebusserne kører uændret.
Udgiften er 2 tkr. pr. borger.
Puljen på 10 mio. kr.|Udmøntes den ikke, går den i kassen.
Der er fundet 2,4 mio. kr. til lejrskoler, 0,8 mio. kr. til svømning m.v. og 1 mio. kr. til resten.
"""

DATES = """
Aftalen gælder fra 1. januar 2026.|Den kan opsiges.
Ordningen starter pr. 1. januar.
Ordningen starter i 1. halvår og evalueres i 4. kvartal 2027.
Aftalen er indgået den 18. september 2025 på rådhuset.
Reformen træder i kraft i 2027.|Kommunens andel kendes ikke.
Det sker senest i 2026.|7 børnehaver er med.
Fristen er den 1.|Udvalget orienteres.
Mødet begynder kl. 5.30 og slutter kl. 16.|Der er forplejning.
Biblioteket har åbent til kl. 22, også i weekenden.
Evalueringen er klar ult. 2026 og forelægges primo 2027.
Det gælder perioden jan. til dec. 2026.
Ordningen løber i skoleåret 2025/26.|Derefter tages stilling.
Den 3. og 4. oktober holdes temadage.
Det blev vedtaget i 2019.|I 2024 blev det ændret.
Forsøget startede i 2021.|Det sluttede i 2023.|Nu er det varigt.
Indgået den 18. sept. 2025 i Haslev.
"""

LAW = """
Jf. servicelovens § 17, stk. 4, nr. 2, kan byrådet beslutte det.
Efter lov om friplejeboliger, jf. § 3, stk. 1, kræves certificering.|Fonden har søgt.
Se bilag 2.|Der er flere tal.
Beløbene fremgår af tabel 4.|De er i faste priser.
Forslag nr. 4 udgår.|Forslag nr. 12 tages med.
Lokalplan nr. 456 sendes i høring.
Se i øvrigt kap. 3 og pkt. 4.2 i aftalen.
Fordelingen fremgår af bilag 2, jf. bilag 3.|Udvalget orienteres.
Reglerne følger bek. nr. 123 af 4. maj.
Taksten er beregnet efter § 4.|Den gælder alle.
Aftalen bygger på KL's tal, jf. notat af 3. juni.|Tallene er nye.
"""

ABBREVIATIONS = """
Der købes bl.a. senge, lifte m.v. til plejecentrene.
Der købes senge, lifte m.v.|Udgiften er 2 mio. kr.
Det omfatter leje, drift o.l. på skolerne.
Det omfatter kurser, bøger osv.|Alle kan deltage.
Skoler, daginstitutioner m.fl. er med.
Skoler, daginstitutioner m.fl.|De får besked.
Det gælder f.eks. robotter.
Det gælder fx robotter, evt. også droner.
Opgaven løses hhv. af kommunen og af et firma.
Borgmester Hr. Jensen underskrev.
Direktør cand.polit. Hansen leder arbejdet.
Direktør cand. polit. Hansen leder arbejdet.
Analysen er lavet af ph.d. Mette Holm.
Det er vedtaget mht. driften, ikke ift. anlæg.
Antallet er maks. 40 og min. 12.
Ring på tlf. 12 34 56 78.
Sct. Hans Plads renoveres.
Skt. Mikkels Skole får nyt tag.
Projektet vedr. Gl. Havn udgår.
Prisen er 40 kr. pr. stk. inkl. levering.
Det gælder alle dgl. ledere.
Den tidl. materielgård sælges.
Udgiften er i gns. 3.000 kr. pr. elev.
Aftalen gælder tilsv. for hjemmeplejen.
Der er ca. 140 børn på ventelisten.
Se fig. 3 i bilaget.
Den nuv. leverandør fortsætter.
Opgaven varetages af adm. direktør Olsen.
Det sker iht. aftalen og pga. nye regler.
Leverandøren fortsætter h.t.|Et udbud følger.
"""

NAMES = """
H. C. Andersens Vej får ny belægning.
J. P. Jensen og A. B. Larsen skrev under.
Aftalen er indgået mellem Venstre (V) og Socialdemokratiet (A).|Begge er enige.
Partierne er A, V og C.|De øvrige stemte imod.
Bag aftalen står A, F, Ø og Å.|Liste T er imod.
For Venstre: Anna K. Holm.
Chr. IV's Vej renoveres.
St. Heddinge Skole får en ny hal.
Firmaet A/S Falck kører videre.|Kontrakten er forlænget.
"""

NUMBERS = """
1. klasse får to voksne.
Der kommer to voksne i 1. klasse.|Udgiften er 3,8 mio. kr. årligt.
Skolerne i 7.-9. klasse får robotter.
10. klasse bevares.
Nr. 4 på listen udgår.
Byggeriet er på 9.000 kvadratmeter.|Det står klart i 2027.
Vi ansætter 14 årsværk.|12 af dem er i ældreplejen.
Der er tilført 21.|Det er nok.
Normeringen løftes med 14 årsværk.|Forældrene høres.
Udvalget får 3 forslag.|4 af dem er nye.
Huset er fra 1912.|1960 blev det udvidet.
"""

LISTS = """
a) Taksten sættes op.|Madklubben får 40.000 kr.
2.1 Der kommer to voksne.|Udgiften er kendt.
3. Puljen nedlægges.|Den har ikke været brugt.
Parterne er enige om følgende: Skatten er uændret.
Pengene bruges sådan: 2 mio. kr. til drift, 1 mio. kr. til anlæg.
Der er tre mål; de følges hvert år.
"""

SIGNS = """
Kan det gøres billigere?|Ja, det kan det.
Det er flot!|Vi er stolte.
"Vi tør mere," siger borgmesteren.|Han er glad.
»Det er godt.«|Sådan siger alle.
"Det er godt."|Sådan siger alle.
Han spurgte: "Hvorfor nu?" og gik.
Vi venter ... og ser.
Vi venter...|Der sker intet.
Vi venter… og ser.
Parterne er enige (se bilag 2).|De mødes igen.
(Puljen er varig.)|Den reguleres.
Hvad nu?!|Ingen ved det.
Er det rigtigt? spørger mange.
Aftalen er bred.|– Vi er glade, siger formanden.
Ét.|To.|Tre.
"""

FOOTNOTES = """
Der er penge i kassen.~1~Der er flere i banken.
Aftalen er bred og varer i fire år.~12~Den kan opsiges.
Mødet begynder kl.5 i salen.
Se afsnit nr.4 i bilaget.
"""

TEXTS = {name: value for name, value in list(globals().items()) if name.isupper() and isinstance(value, str) and value.startswith("\n")}
CASES = [(name.lower(), line) for name, text in TEXTS.items() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("group", "line"), CASES, ids=[f"{name}-{number}" for number, (name, _line) in enumerate(CASES)])
def test_sentences_end_where_a_reader_ends_them(group: str, line: str) -> None:
    parts = line.replace("~", "\x00").split("|")
    if "\x00" in parts[0]:  # text~footnote~text
        first, note, second = parts[0].split("\x00")
        text, expected = f"{first}{note} {second}", [first, second]
    else:
        text, expected = " ".join(parts), parts
    assert [text[a:b] for a, b in find_sentences(text)] == expected


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize("unit", [".", ". ", "!?", ".)", '."', "1. ", "kr. ", "a. b ", "((", "…", "x" * 30])
def test_time_grows_in_a_straight_line(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    begun = time.process_time()
    find_sentences(text)
    assert time.process_time() - begun < 3
