// Comfort only: filtering the initiatives, sorting the list of files, opening folded parts a link or the printer needs.
// Everything in the report can be read without this file.
"use strict";

const filter = document.getElementById("filter");

function showMatches() {
  const words = filter.elements.words.value.toLocaleLowerCase("da").split(/\s+/).filter(Boolean);
  const theme = filter.elements.theme.value;
  const stage = filter.elements.stage.value;
  const cards = document.querySelectorAll(".card");
  let shown = 0;
  for (const card of cards) {
    const place = card.parentElement.querySelector("h3").textContent;
    const text = (place + " " + card.textContent).toLocaleLowerCase("da");
    const fits = words.every((word) => text.includes(word))
      && (!theme || card.dataset.themes.split(" ").includes(theme))
      && (!stage || card.dataset.stage === stage);
    card.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  for (const place of document.querySelectorAll(".place")) {
    place.hidden = !place.querySelector(".card:not([hidden])");
  }
  const output = filter.querySelector("output");
  output.textContent = output.dataset.words.replace("{n}", shown).replace("{all}", cards.length);
}

function sortRows(table, column, descending) {
  const body = table.tBodies[0];
  const order = new Intl.Collator("da", { numeric: true });
  const rows = Array.from(body.rows).sort((a, b) => order.compare(a.cells[column].textContent, b.cells[column].textContent));
  body.append(...(descending ? rows.reverse() : rows));
}

function makeSortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortRows(table, head.cellIndex, descending);
    });
  }
}

// A link may lead into a folded part or to an initiative that the filter hides.
function revealTarget() {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch { /* a broken escape in the address leads nowhere */ }
  if (!target) return;
  if (filter && target.closest("[hidden]")) {
    filter.reset();
    showMatches();
  }
  const folded = target.closest("details");
  if (folded) folded.open = true;
  target.scrollIntoView();
}

if (filter) {
  filter.hidden = false;
  filter.addEventListener("input", showMatches);
  filter.addEventListener("submit", (event) => event.preventDefault());
  showMatches();
}
document.querySelectorAll("table.sortable").forEach(makeSortable);
window.addEventListener("hashchange", revealTarget);
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
revealTarget();
