"""The one table of all routes: who may do what where. `make_app` knows no others, and a test walks each line as each role."""

from samspil.web.api import decisions as api_decisions
from samspil.web.api import description, passages, years
from samspil.web.api import rows as api_rows
from samspil.web.api import sources as api_sources
from samspil.web.api import uploads as api_uploads
from samspil.web.lines import ADMIN, ANYONE, API, CODER, CURATOR, MEGABYTE, PAGE, READER, Line
from samspil.web.pages import (
    account,
    assets,
    beside,
    decisions,
    export,
    files,
    help_page,
    login,
    overview,
    people,
    rows,
    samples,
    search,
    sources,
    uploads,
)
from samspil.web.visit import NavItem

UPLOAD = 101 * MEGABYTE  # a file of 100 MB, and what a form puts around it

ROUTES: tuple[Line, ...] = (
    # The way in
    Line("GET", "/assets/{name}", ANYONE, PAGE, assets.show),
    Line("GET", "/health", ANYONE, PAGE, assets.show_health),
    Line("GET", "/start", ANYONE, PAGE, login.start, writes="session"),
    Line("GET", "/login", ANYONE, PAGE, login.show),
    Line("POST", "/login", ANYONE, PAGE, login.log_in, writes="session"),
    Line("POST", "/logout", ANYONE, PAGE, login.log_out, writes="session"),
    Line("GET", "/setup", ANYONE, PAGE, login.show_setup),
    Line("POST", "/setup", ANYONE, PAGE, login.set_up, writes="person"),
    Line("GET", "/password", ANYONE, PAGE, login.show_password),
    Line("POST", "/password", ANYONE, PAGE, login.choose_password, writes="person"),
    # Overview
    Line("GET", "/", READER, PAGE, overview.show),
    Line("GET", "/figures", READER, PAGE, overview.show_figures),
    # Rows beside their pages
    Line("GET", "/rows", READER, PAGE, rows.show_list),
    Line("GET", "/rows/keys", READER, PAGE, rows.show_keys),
    Line("POST", "/queue/accept", CODER, PAGE, rows.accept_many, writes="event"),
    Line("POST", "/queue/undo", CODER, PAGE, decisions.undo_own, writes="event"),
    Line("POST", "/queue/add", CODER, PAGE, decisions.add, writes="event"),
    Line("GET", "/rows/{row}", READER, PAGE, rows.show_row, seconds=60),
    Line("POST", "/rows/{row}/accept", CODER, PAGE, decisions.accept, writes="event"),
    Line("POST", "/rows/{row}/reject", CODER, PAGE, decisions.reject, writes="event"),
    Line("POST", "/rows/{row}/correct", CODER, PAGE, decisions.correct, writes="event"),
    Line("POST", "/rows/{row}/extent", CODER, PAGE, decisions.extent, writes="event"),
    Line("POST", "/rows/{row}/split", CODER, PAGE, decisions.split, writes="event"),
    Line("POST", "/rows/{row}/join", CODER, PAGE, decisions.join, writes="event"),
    Line("POST", "/rows/{row}/machine", CODER, PAGE, decisions.take_machine, writes="event"),
    Line("POST", "/rows/{row}/undo", CODER, PAGE, decisions.undo_row, writes="event"),
    Line("GET", "/sources/{sha256}/{page}/picture.png", READER, PAGE, sources.show_picture, seconds=60),
    Line("GET", "/sources/{sha256}/{page}", READER, PAGE, sources.show_page, seconds=60),
    Line("GET", "/export", READER, PAGE, export.show),
    Line("GET", "/export/{year}/{kind}", READER, PAGE, export.fetch, seconds=120),
    # Search
    Line("GET", "/soeg", READER, PAGE, search.show),
    Line("GET", "/soeg/gemte", READER, PAGE, search.show_saved),
    Line("POST", "/soeg/gemte", READER, PAGE, search.save, writes="saved_search"),
    Line("POST", "/soeg/gemte/{saved}/feed", READER, PAGE, search.make_feed, writes="token"),
    Line("POST", "/soeg/gemte/{saved}/webhook", READER, PAGE, search.set_webhook, writes="saved_search"),
    Line("POST", "/soeg/gemte/{saved}/slet", READER, PAGE, search.remove, writes="saved_search"),
    Line("GET", "/feeds/{feed}", ANYONE, PAGE, search.show_feed),
    # Files and runs
    Line("GET", "/uploads", ADMIN, PAGE, uploads.show),
    Line("POST", "/uploads", ADMIN, PAGE, uploads.take, writes="upload, job", body=UPLOAD, seconds=900),
    Line("POST", "/uploads/begin", ADMIN, PAGE, uploads.begin, writes="job"),
    Line("POST", "/uploads/remove", ADMIN, PAGE, uploads.remove, writes="upload"),
    Line("POST", "/uploads/stop", ADMIN, PAGE, uploads.stop, writes="job"),
    Line("GET", "/api/v1/jobs", ADMIN, API, api_uploads.show),
    Line("POST", "/api/v1/jobs", ADMIN, API, api_uploads.ask, writes="job"),
    Line("POST", "/api/v1/uploads", ADMIN, API, api_uploads.take, writes="upload", body=UPLOAD, seconds=900),
    # Files that a person must decide about
    Line("GET", "/files", CURATOR, PAGE, files.show),
    Line("GET", "/files/{year}/list.csv", CURATOR, PAGE, files.fetch_list),
    Line("POST", "/files/{year}/decide", CURATOR, PAGE, files.decide, writes="event"),
    Line("POST", "/files/{year}/read", CURATOR, PAGE, files.read_again, writes="job"),
    # Beside rows: notes, labels, whose they are
    Line("POST", "/rows/{row}/note", CODER, PAGE, beside.add_note, writes="event"),
    Line("POST", "/rows/{row}/label", CODER, PAGE, beside.set_label, writes="event"),
    Line("POST", "/rows/{row}/assign", CURATOR, PAGE, beside.assign_row, writes="event"),
    Line("GET", "/notes", READER, PAGE, beside.show_notes),
    Line("GET", "/assignments", CURATOR, PAGE, beside.show_work),
    Line("POST", "/assignments", CURATOR, PAGE, beside.share_out, writes="event", seconds=60),
    # Samples that two people code blind: whose sample it is, the workbench checks
    Line("GET", "/samples", CODER, PAGE, samples.show_list),
    Line("POST", "/samples", CURATOR, PAGE, samples.make, writes="sample"),
    Line("GET", "/samples/{sample}", CODER, PAGE, samples.show),
    Line("POST", "/samples/{sample}/end", CURATOR, PAGE, samples.end, writes="sample"),
    Line("GET", "/samples/{sample}/code/{document}", CODER, PAGE, samples.show_coding, seconds=60),
    Line("POST", "/samples/{sample}/code/{document}", CODER, PAGE, samples.code, writes="coding", seconds=60),
    Line("POST", "/samples/{sample}/done/{document}", CODER, PAGE, samples.finish, writes="coding", seconds=60),
    Line("GET", "/samples/{sample}/codings/{coder}", CODER, PAGE, samples.show_export),
    Line("GET", "/samples/{sample}/curate/{document}", CURATOR, PAGE, samples.show_curation, seconds=60),
    Line("POST", "/samples/{sample}/curate/{document}", CURATOR, PAGE, samples.settle, writes="event", seconds=60),
    Line("GET", "/samples/{sample}/result", CODER, PAGE, samples.show_result, seconds=120),
    # One's own account
    Line("GET", "/account", READER, PAGE, account.show),
    Line("POST", "/account/password", READER, PAGE, account.change_password, writes="person"),
    Line("POST", "/account/tokens", READER, PAGE, account.add_token, writes="token"),
    Line("POST", "/account/tokens/remove", READER, PAGE, account.remove_token, writes="token"),
    # People
    Line("GET", "/people", ADMIN, PAGE, people.show),
    Line("POST", "/people", ADMIN, PAGE, people.add, writes="person"),
    Line("POST", "/people/{person}/role", ADMIN, PAGE, people.set_role, writes="person"),
    Line("POST", "/people/{person}/disabled", ADMIN, PAGE, people.set_disabled, writes="person"),
    Line("POST", "/people/{person}/reset", ADMIN, PAGE, people.reset, writes="token"),
    # Help
    Line("GET", "/help", READER, PAGE, help_page.show),
    # For programs
    Line("GET", "/api", READER, PAGE, description.show_page),
    Line("GET", "/api/v1/openapi.json", READER, API, description.show),
    Line("GET", "/api/v1/me", READER, API, description.show_me),
    Line("GET", "/api/v1/rows", READER, API, api_rows.show_list),
    Line("POST", "/api/v1/rows", CODER, API, api_decisions.add_row, writes="event", seconds=60),
    Line("GET", "/api/v1/rows/{row}", READER, API, api_rows.show),
    Line("GET", "/api/v1/rows/{row}/trail", READER, API, api_rows.show_trail),
    Line("GET", "/api/v1/rows/{row}/units", READER, API, api_rows.show_units, seconds=60),
    Line("POST", "/api/v1/rows/{row}/decisions", CODER, API, api_decisions.decide_row, writes="event", seconds=60),
    Line("GET", "/api/v1/years", READER, API, years.show_list),
    Line("GET", "/api/v1/years/{year}/documents", READER, API, api_sources.show_documents),
    Line("GET", "/api/v1/years/{year}/headlines", READER, API, years.show_headlines, seconds=60),
    Line("GET", "/api/v1/years/{year}/coverage", READER, API, years.show_coverage, seconds=60),
    Line("GET", "/api/v1/years/{year}/export/{kind}", READER, API, years.export, seconds=120),
    Line("GET", "/api/v1/sources/{sha256}", READER, API, api_sources.show_text, seconds=60),
    Line("GET", "/api/v1/sources/{sha256}/pages/{page}", READER, API, api_sources.show_page, seconds=60),
    Line("GET", "/api/v1/sources/{sha256}/pages/{page}/image", READER, API, api_sources.show_image, seconds=60),
    Line("GET", "/api/v1/trail", READER, API, api_rows.show_whole_trail),
    Line("GET", "/api/v1/search", READER, API, passages.show),
)

NAV: tuple[NavItem, ...] = (
    NavItem("/", "web.nav_overview", READER),
    NavItem("/rows", "web_rows.nav", READER),
    NavItem("/export", "web_rows.nav_export", READER),
    NavItem("/soeg", "web_search.nav", READER),
    NavItem("/uploads", "web_uploads.nav", ADMIN),
    NavItem("/notes", "web_samples.nav_notes", READER),
    NavItem("/samples", "web_samples.nav", CODER),
    NavItem("/assignments", "web_samples.nav_work", CURATOR),
    NavItem("/people", "web.nav_people", ADMIN),
    NavItem("/help", "web.nav_help", READER),
)
