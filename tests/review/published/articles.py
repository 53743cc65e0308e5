"""A fictional published review, and the many ways in which a page may lay it out."""

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import docx

Row = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    title: str
    theme: str
    rows: tuple[Row, ...]


TENDERING = Table(
    "Oversigt over aftaler om udbud og samarbejde med private",
    "tendering",
    (
        ("Assens", ("Rengøringen på skolerne sendes i udbud i 2025 med en forventet besparelse på 1,2 mio. kr. årligt.",)),
        ("Faaborg-Midtfyn", ("Forvaltningen undersøger, om vintertjenesten kan udbydes.", "Resultatet forelægges til foråret.")),
        ("Høje-Taastrup", ("Aftalen afsætter 300.000 kr. i 2025 til en analyse af konkurrenceudsættelsen.",)),
        ("Lejre", ("Parterne vil drøfte et fælles udbud af kørsel med nabokommunerne.",)),
        ("Vejen", ("Driften af de grønne områder fortsætter hos en privat entreprenør.",)),
    ),
)
TECHNOLOGY = Table(
    "Velfærdsteknologi og nye digitale hjælpemidler",
    "technology",
    (
        ("Assens", ("Der afsættes 0,8 mio. kr. i 2025 til skærmbesøg i hjemmeplejen.", "Puljen evalueres efter et år.")),
        ("Haderslev", ("Kommunen udbreder sensorer på alle plejecentre.",)),
        ("Nordfyns", ("Et forsøg med medicinrobotter videreføres.",)),
        ("Ringkøbing-Skjern", ("Byrådet sætter 2 mio. kr. af årligt i 2025-2028 til softwarerobotter og kunstig intelligens.",)),
        ("Vesthimmerlands", ("Der afprøves døgnrytmelys på to plejehjem.",)),
        ("Aabenraa", ("Kommunen vil bruge kunstig intelligens i sagsbehandlingen.",)),
    ),
)
FRIPLEJEHJEM = Table(
    "Planer om friplejehjem",
    "friplejehjem",
    (
        ("Brøndby", ("En grund ved havnen reserveres til et friplejehjem.",)),
        ("Ikast-Brande", ("Aftalepartierne undersøger, om et friplejehjem kan åbne i Bording.",)),
        ("Læsø", ("Planerne om et friplejehjem sættes i bero.",)),
    ),
)
TABLES = (TENDERING, TECHNOLOGY, FRIPLEJEHJEM)
TITLE = "Flere kommuner vil samarbejde med private i budgetaftaler for 2025"
LEAD = "En gennemgang af budgetaftalerne for 2025 viser, at mange byråd vil gøre tingene på en ny måde."
SECTIONS = (
    ("Udbud og samarbejde", ("Fem kommuner har aftalt at udbyde opgaver eller at undersøge det.", "Oversigten over dem står i tabel 1.")),
    ("Ny teknologi i plejen", ("6 ud af landets 98 kommuner investerer i velfærdsteknologi.", "Tabel 2 viser, hvad de har aftalt.")),
    ("Friplejehjem på vej", ("Mindst tre kommuner har planer om friplejehjem.", "Se tabel 3, der samler planerne.")),
)
CLAIMS = ((5, False, None, "tendering", 1), (6, False, 98, "technology", 2), (3, True, None, "friplejehjem", 3))


def prose() -> list[str]:
    lines = ["14.03.25 Nyheder", TITLE, LEAD]
    for heading, paragraphs in SECTIONS:
        lines += [heading, *paragraphs]
    return lines


def name_of(municipality: str) -> str:
    return f"{municipality} Kommune"


def plain(tables: Sequence[Table] = TABLES, **more: object) -> str:
    """The usual form: prose, then caption, header, names, paragraphs."""
    return "\n\n".join([*prose(), *plain_tables(tables, **more)])  # type: ignore[arg-type]


def plain_tables(
    tables: Sequence[Table] = TABLES,
    *,
    caption: Callable[[int, str], str] = lambda number, title: f"Tabel {number}. {title}",
    header: str = "Kommune Initiativ",
    name: Callable[[str], str] = name_of,
    text: Callable[[str], str] = str,
    below: bool = False,
) -> list[str]:
    lines: list[str] = []
    for number, table in enumerate(tables, start=1):
        heading = [caption(number, table.title)] if caption(number, table.title) else []
        lines += ([] if below else heading) + ([header] if header else [])
        for municipality, paragraphs in table.rows:
            lines += [name(municipality), *map(text, paragraphs)]
        lines += heading if below else []
    return lines


def break_name(municipality: str) -> str:
    """'Haderslev' and 'Kommune' on two lines; 'Faaborg-' and 'Midtfyn Kommune'."""
    return name_of(municipality).replace("-", "-\n", 1) if "-" in municipality else f"{municipality}\nKommune"


SPELLINGS = {
    "Nordfyns": "Nordfyn",
    "Høje-Taastrup": "Høje Tåstrup kommune",
    "Aabenraa": "Åbenrå Kommune",
    "Vesthimmerlands": "Vesthimmerland",
    "Faaborg-Midtfyn": "Fåborg-Midtfyns Kommune",
    "Læsø": "Læsø\u00a0 Kommune",
    "Haderslev": "•\u00a0Haderslev Kommune:",
    "Assens": "assens kommune",
}


def misprint(line: str) -> str:
    """No-break and double blanks, as pages have them."""
    return line.replace(" kr.", "\u00a0kr.").replace(". ", ".  ") + " \u00a0"


def inline(sep: str, tables: Sequence[Table] = TABLES) -> str:
    lines = prose()
    for number, table in enumerate(tables, start=1):
        lines.append(f"Tabel {number}. {table.title}")
        lines += [f"{sep.replace('@', name_of(municipality))} {' '.join(paragraphs)}" for municipality, paragraphs in table.rows]
    return "\n\n".join(lines)


def wrap(text: str, width: int = 72) -> str:
    """Cut to lines of one width, as in an e-mail."""
    import textwrap

    return "\n".join(textwrap.fill(line, width, break_on_hyphens=False) if line else "" for line in text.split("\n"))


FURNITURE_ABOVE = [
    "Skip to main content",
    "Menu",
    "Log ind",
    "Søg",
    "Vi bruger cookies på siden",
    "Accepter alle",
    "Forside",
    "Foto: Getty Images",
    "Del på Facebook",
    "LinkedIn",
    "Læsetid: 4 min.",
]
FURNITURE_BELOW = [
    "Del artiklen",
    "Relateret indhold",
    "Ti kommuner dropper friplejehjem",
    "Kommentarer (2)",
    "Jens: Alle 40 kommuner burde satse på velfærdsteknologi!",
    "Tilmeld nyhedsbrev",
    "© Nyhedshuset",
]


def with_furniture() -> str:
    return "\n\n".join([*FURNITURE_ABOVE, *prose(), "Læs også: Udbud i 12 kommuner", *plain_tables(), *FURNITURE_BELOW])


TEXTS: dict[str, str] = {
    "usual": plain(),
    "lines without blank lines": plain().replace("\n\n", "\n"),
    "header touches the first name": plain().replace("Kommune Initiativ\n\n", "Kommune Initiativ\n"),
    "windows line ends": plain().replace("\n", "\r\n"),
    "names over two lines": plain(name=break_name),
    "several spellings": plain(name=lambda name: SPELLINGS.get(name, name_of(name)), text=misprint),
    "bare names": plain(name=str),
    "bullets before names": plain(name=lambda name: f"• {name_of(name)}"),
    "bullets before texts": plain(text=lambda line: f"- {line}"),
    "names with colon": plain(name=lambda name: f"{name_of(name)}:"),
    "names in markdown": plain(name=lambda name: f"**{name_of(name)}**", caption=lambda n, title: f"## Tabel {n}. {title}"),
    "other header": plain(header="Hvem Hvad er aftalt?"),
    "header of one word": plain(header="Kommune\n\nInitiativ"),
    "header with bars": plain(header="Kommune | Indhold af aftalen"),
    "other caption word": plain(caption=lambda n, title: f"Oversigt {n}: {title}"),
    "skema": plain(caption=lambda n, title: f"SKEMA {n} – {title}"),
    "roman numbers": plain(caption=lambda n, title: f"Tabel {'I' * n}: {title}"),
    "caption without sign": plain(caption=lambda n, title: f"Tabel {n} {title}"),
    "title on its own line": plain(caption=lambda n, title: f"Tabel {n}\n\n{title}"),
    "caption without number": plain(caption=lambda _n, title: f"Tabel: {title}"),
    "caption below": plain(below=True),
    "no header line": plain(header=""),
    "names and texts on one line": inline("@:"),
    "names and texts with dash": inline("@ –"),
    "names and texts, bullets": inline("• @:"),
    "names run into texts": inline("@"),
    "names, one of them bare, run into texts": inline("@")
    .replace("Haderslev Kommune Kommunen", "Haderslev Kommunen")
    .replace("Lejre Kommune Parterne", "Lejre Parterne"),
    "tab between": "\n".join(
        [
            *prose(),
            *(
                line
                for n, t in enumerate(TABLES, 1)
                for line in [f"Tabel {n}. {t.title}", "Kommune\tInitiativ", *(f"{name_of(m)}\t{' '.join(p)}" for m, p in t.rows)]
            ),
        ]
    ),
    "bars": "\n".join(
        [
            *prose(),
            *(
                line
                for n, t in enumerate(TABLES, 1)
                for line in [
                    "",
                    f"Tabel {n}. {t.title}",
                    "",
                    "| Kommune | Initiativ |",
                    "| --- | --- |",
                    *(f"| {name_of(m)} | {' '.join(p)} |" for m, p in t.rows),
                ]
            ),
        ]
    ),
    "wrapped lines": wrap(plain()),
    "furniture around": with_furniture(),
    "tables first": "\n\n".join([TITLE, *plain_tables(), "", "", *prose()[2:]]),
}
HEADINGS_ONLY = {
    "titles without the word table": plain(caption=lambda _n, title: title),
    "titles without header": plain(caption=lambda _n, title: f"\n\n{title}", header=""),
}


def page(body: str, title: str = TITLE) -> str:
    return f"<!doctype html><html lang=da><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"


def html_prose() -> str:
    sections = "".join(f"<h2>{heading}</h2>{''.join(f'<p>{line}</p>' for line in lines)}" for heading, lines in SECTIONS)
    return f"<p>14.03.25 Nyheder</p><h1>{TITLE}</h1><p>{LEAD}</p>{sections}"


def cell(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in paragraphs)


def html_tables(
    row: Callable[[Row], str],
    before: Callable[[int, Table], str],
    *,
    inside: Callable[[int, Table], str] = lambda _n, _t: "",
    head: str = "<tr><th>Kommune</th><th>Initiativ</th></tr>",
) -> str:
    parts = [
        f"{before(n, table)}<table>{inside(n, table)}{head}{''.join(map(row, table.rows))}</table>" for n, table in enumerate(TABLES, 1)
    ]
    return page(html_prose() + "".join(parts))


def two_cells(row: Row) -> str:
    return f"<tr><td>{name_of(row[0])}</td><td>{cell(row[1])}</td></tr>"


def spanned(row: Row) -> str:
    first, *others = row[1]
    return f"<tr><td rowspan={len(row[1])}><b>{row[0]}<br>Kommune</b></td><td>{first}</td></tr>" + "".join(
        f"<tr><td>{line}</td></tr>" for line in others
    )


def themed(column: int) -> str:
    rows = []
    for table in TABLES:
        for name, paragraphs in table.rows:
            cells = [f"<td>{name_of(name)}</td>", f"<td>{cell(paragraphs)}</td>"]
            cells.insert(column, f"<td>{table.title}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = ["<th>Kommune</th>", "<th>Initiativ</th>"]
    heads.insert(column, "<th>Tema</th>")
    return page(html_prose() + f"<table><tr>{''.join(heads)}</tr>{''.join(rows)}</table>")


def one_table_with_titles() -> str:
    rows = "".join(f"<tr><td colspan=2>Tabel {n}. {t.title}</td></tr>{''.join(map(two_cells, t.rows))}" for n, t in enumerate(TABLES, 1))
    return page(html_prose() + f"<table><tr><th>Kommune</th><th>Initiativ</th></tr>{rows}</table>")


def in_flow(name: str, caption: str = "<h3>Tabel {n}. {title}</h3>") -> str:
    """No table at all: a heading or bold paragraph per municipality."""
    parts = [
        caption.format(n=n, title=t.title) + "".join(name.format(name_of(m)) + cell(p) for m, p in t.rows) for n, t in enumerate(TABLES, 1)
    ]
    return page(html_prose() + "".join(parts))


def furnished_html() -> str:
    body = html_tables(two_cells, lambda n, t: f"<h3>Tabel {n}. {t.title}</h3>").split("<body>")[1].removesuffix("</body></html>")
    top = "<nav><a href=#>Log ind</a> <a href=#>Menu</a></nav><div class=cookie-banner><p>Vi bruger cookies</p><button>Accepter</button></div><a href=#m>Skip to main content</a>"
    below = "<p>Del på LinkedIn</p><h2>Relateret indhold</h2><ul><li>30 kommuner har fået friplejehjem</li></ul><section><h2>Kommentarer</h2><p>Jeg tror, 50 kommuner vil udbyde mere.</p></section><footer>© 2025</footer>"
    return page(top + body + below)


PAGES: dict[str, str] = {
    "tables with captions in headings": html_tables(two_cells, lambda n, t: f"<h3>Tabel {n}. {t.title}</h3>"),
    "tables with caption elements": html_tables(
        two_cells, lambda _n, _t: "", inside=lambda n, t: f"<caption>Tabel {n}. {t.title}</caption>"
    ),
    "tables with titles in headings": html_tables(two_cells, lambda _n, t: f"<h3>{t.title}</h3>"),
    "no header row": html_tables(two_cells, lambda n, t: f"<p>Tabel {n}. {t.title}</p>", head=""),
    "other header row": html_tables(
        two_cells, lambda n, t: f"<p>Tabel {n}. {t.title}</p>", head="<tr><td>Sted</td><td>Det er man blevet enige om</td></tr>"
    ),
    "rowspan and broken names": html_tables(spanned, lambda n, t: f"<p><b>Tabel {n}.</b> {t.title}</p>"),
    "one cell a row": html_tables(
        lambda row: f"<tr><td><p><b>{name_of(row[0])}</b></p>{cell(row[1])}</td></tr>", lambda n, t: f"<p>Tabel {n}. {t.title}</p>", head=""
    ),
    "number column": html_tables(
        lambda row: f"<tr><td>{len(row[0])}</td><td>{name_of(row[0])}</td><td>{cell(row[1])}</td></tr>",
        lambda n, t: f"<p>Tabel {n}. {t.title}</p>",
        head="",
    ),
    "text column first": html_tables(
        lambda row: f"<tr><td>{cell(row[1])}</td><td>{name_of(row[0])}</td></tr>",
        lambda n, t: f"<p>Tabel {n}. {t.title}</p>",
        head="<tr><th>Initiativ</th><th>Kommune</th></tr>",
    ),
    "theme column first": themed(0),
    "theme column second": themed(1),
    "theme column last": themed(2),
    "titles inside one table": one_table_with_titles(),
    "municipality in headings": in_flow("<h4>{}</h4>"),
    "municipality in headings, titles only": in_flow("<h4>{}</h4>", "<h3>{title}</h3>"),
    "municipality in bold paragraphs": in_flow("<p><strong>{}</strong></p>"),
    "municipality in list": page(
        html_prose()
        + "".join(
            f"<h3>Tabel {n}. {t.title}</h3><ul>{''.join(f'<li><b>{name_of(m)}:</b> {chr(32).join(p)}</li>' for m, p in t.rows)}</ul>"
            for n, t in enumerate(TABLES, 1)
        )
    ),
    "definition list": page(
        html_prose()
        + "".join(
            f"<h3>Tabel {n}. {t.title}</h3><dl>{''.join(f'<dt>{name_of(m)}</dt><dd>{cell(p)}</dd>' for m, p in t.rows)}</dl>"
            for n, t in enumerate(TABLES, 1)
        )
    ),
    "bold name and line break": page(
        html_prose()
        + "".join(
            f"<h3>Tabel {n}. {t.title}</h3>{''.join(f'<p><b>{name_of(m)}</b><br>{chr(32).join(p)}</p>' for m, p in t.rows)}"
            for n, t in enumerate(TABLES, 1)
        )
    ),
    "furniture around": furnished_html(),
}


def write_docx(fill: Callable[[docx.document.Document], None]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("14.03.25 Nyheder")
    document.add_heading(TITLE, 0)
    document.add_paragraph(LEAD)
    for heading, lines in SECTIONS:
        document.add_heading(heading, 2)
        for line in lines:
            document.add_paragraph(line)
    fill(document)
    document.save(out)
    return out.getvalue()


def docx_tables(document: docx.document.Document) -> None:
    for n, table in enumerate(TABLES, 1):
        document.add_paragraph(f"Tabel {n}. {table.title}")
        grid = document.add_table(rows=1, cols=2)
        grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "Kommune", "Initiativ"
        for name, paragraphs in table.rows:
            cells = grid.add_row().cells
            cells[0].text, cells[1].text = name_of(name), "\n".join(paragraphs)


def docx_paragraphs(document: docx.document.Document) -> None:
    for n, table in enumerate(TABLES, 1):
        document.add_heading(f"Tabel {n}. {table.title}", 3)
        document.add_paragraph("Kommune Initiativ")
        for name, paragraphs in table.rows:
            document.add_paragraph().add_run(name_of(name)).bold = True
            for line in paragraphs:
                document.add_paragraph(line)


def docx_headings(document: docx.document.Document) -> None:
    for table in TABLES:
        document.add_heading(table.title, 2)
        for name, paragraphs in table.rows:
            document.add_heading(name_of(name), 3)
            for line in paragraphs:
                document.add_paragraph(line, style="List Bullet")


DOCUMENTS: dict[str, bytes] = {
    "real tables": write_docx(docx_tables),
    "bold names": write_docx(docx_paragraphs),
    "headings": write_docx(docx_headings),
}
