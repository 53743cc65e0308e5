"""How a sentence hangs on the one before: it leans on it, points back to it, or turns to something else."""

import re

_LEANS = re.compile(
    r"(?:det|den|de|der|dem|disse|dette|denne|deres|dets|dens|derefter|derfor|dermed|derved|herved|heraf|hertil|herefter|til det|til dette|i stedet|"
    r"ordningen|puljen|pengene|midlerne|gevinst\w*|besparelse\w*|udgift\w*|mindreudgift\w*|merudgift\w*|merpris\w*|beløb\w*|effekt\w*|virkning\w*|økonomi|analysen|"
    r"undersøgelsen|resultatet|svaret|notatet|aftalen|løsningen|forsøget|opgaven|projektet|indsatsen|målet|formålet|krav\w*|kontrakten|pladserne|driften|"
    r"arbejdet|planen|boligerne|systemet|programmet|robotten|udstyret|tanken|prisen|omlægningen|skiftet|ændringen|rammen|etableringen|forslaget|sagen|"
    r"forventningen|vi regner|omsætningen|betalingen|erfaringe\w*|evaluering\w*|når (?:det|den|de)|efter (?:et|to|tre)|hvis|nu|her|fra 20\d\d|i 20\d\d|"
    r"modellen|forhandlinge\w*|investering\w*|indkøbet|anskaffelsen|[+\-−]?\d[\d.,]* (?:mio|t\.?kr|kr))\b"
)
_TURNS = re.compile(
    r"^(?:desuden|derudover|herudover|endvidere|endelig|derimod|ud over|til gengæld|i øvrigt|samtidig)\b|\b(?:i øvrigt|til gengæld|ændres ikke|ændrer ikke|er stadig|uændret åbningstid)\b"
)
_POINTS_BACK = re.compile(
    r"\b(?:derfor|dem|den slags|det samme|sådan|dermed|derved|dertil|heraf|hertil|denne|dette|disse)\b|^(?:det|den|de|her|nu|der)\b"
)
_DEFINITE = re.compile(r"(?:til |køb af |for )?[a-zæøå-]{3,}(?:en|et|erne|ene|ningen|elsen)\b")
_EFFECT = re.compile(
    r"\d\s*(?:mio|kr\b|t\.\s?kr|pct)|million|udvalget|notat|forelægges|lægges frem|lægges i|afklares|vælge|første|skal (?:først|kunne|selv)|inden|nedsættes|nedskrives|reduceres"
)
_BODIES = re.compile(
    r"(?:kommunen|forvaltningen|administrationen|\w*udvalget|\w*afdelingen|personalet|medarbejder\w*|borger\w*|beboer\w*|til |fra |alle |både )"
)


def leans(text: str) -> bool:
    """Whether a sentence opens with a word that goes on with what was said: 'Der', 'Puljen', 'Gevinsten'."""
    lower = text.lower()
    if _LEANS.match(lower):
        return True
    return bool((_DEFINITE.match(lower) or _BODIES.match(lower)) and _EFFECT.search(lower))


def points_back(text: str) -> bool:
    """Whether a sentence needs the one before it: 'Derfor', 'dem', 'denne'."""
    return _POINTS_BACK.search(text[:60].lower()) is not None


def turns(text: str) -> bool:
    """Whether a sentence turns to something else: 'Derimod', 'i øvrigt'."""
    return _TURNS.search(text[:80].lower()) is not None
