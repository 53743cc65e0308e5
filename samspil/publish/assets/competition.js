// Comfort only: finding a municipality in the list, sorting by the value of a column, opening folded parts a link or the printer needs. All can be read without this file.
"use strict";

function valueOf(row, column) {
  const cell = row.cells[column];
  return "value" in cell.dataset ? Number(cell.dataset.value) : null;
}

// Numbers first, by size; cells without one stay last whichever way the column is sorted.
function compareRows(a, b, column, sign) {
  const [one, other] = [valueOf(a, column), valueOf(b, column)];
  if (one !== null && other !== null) return sign * (one - other);
  if (one !== null || other !== null) return one === null ? 1 : -1;
  return sign * a.cells[column].textContent.localeCompare(b.cells[column].textContent, "da", { numeric: true });
}

function makeSortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    if (head.classList.contains("drawn")) continue;  // a drawing is ordered by the number beside it
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const rows = Array.from(table.tBodies[0].rows);
      table.tBodies[0].append(...rows.sort((a, b) => compareRows(a, b, head.cellIndex, descending ? -1 : 1)));
    });
  }
}

const filter = document.getElementById("filter");
const list = document.getElementById("list");

function showMatches() {
  const words = filter.elements.words.value.toLocaleLowerCase("da").split(/\s+/).filter(Boolean);
  const rows = Array.from(list.tBodies[0].rows);
  for (const row of rows) {
    const name = row.cells[0].textContent.toLocaleLowerCase("da");
    row.hidden = !words.every((word) => name.includes(word));
  }
  const output = filter.querySelector("output");
  const shown = rows.filter((row) => !row.hidden).length;
  output.textContent = output.dataset.words.replace("{n}", shown).replace("{all}", rows.length);
}

function revealTarget() {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch { /* a broken escape in the address leads nowhere */ }
  const folded = target && target.closest("details");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}

if (filter && list) {
  filter.hidden = false;
  filter.addEventListener("input", showMatches);
  filter.addEventListener("submit", (event) => event.preventDefault());
  showMatches();
}
document.querySelectorAll("table.by-value").forEach(makeSortable);
window.addEventListener("hashchange", revealTarget);
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
revealTarget();
