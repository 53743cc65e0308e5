// Comfort only: sorting tables by the value of a column, and opening folded parts before printing. All can be read without this file.
"use strict";

function valueOf(row, column) {
  const cell = row.cells[column];
  return "value" in cell.dataset ? Number(cell.dataset.value) : null;
}

function compareRows(a, b, column) {
  const [one, other] = [valueOf(a, column), valueOf(b, column)];
  if (one !== null && other !== null) return one - other;
  if (one !== null || other !== null) return one === null ? -1 : 1;
  return a.cells[column].textContent.localeCompare(b.cells[column].textContent, "da", { numeric: true });
}

function makeSortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") !== "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const rows = Array.from(table.tBodies[0].rows).sort((a, b) => compareRows(a, b, head.cellIndex));
      table.tBodies[0].append(...(descending ? rows.reverse() : rows));
    });
  }
}

document.querySelectorAll("table.by-value").forEach(makeSortable);
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
