// Comfort only: filtering the undertakings, unfolding for the printer. Everything can be read without this file.
"use strict";

const filter = document.getElementById("compare-filter");

function showMatches() {
  const words = filter.elements.words.value.toLocaleLowerCase("da").split(/\s+/).filter(Boolean);
  const theme = filter.elements.theme.value;
  const status = filter.elements.status.value;
  const fates = document.querySelectorAll(".fate");
  let shown = 0;
  for (const fate of fates) {
    const place = fate.parentElement.querySelector("h3").textContent;
    const text = (place + " " + fate.textContent).toLocaleLowerCase("da");
    const fits = words.every((word) => text.includes(word))
      && (!theme || fate.dataset.themes.split(" ").includes(theme))
      && (!status || fate.dataset.status === status);
    fate.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  for (const place of document.querySelectorAll(".place")) {
    place.hidden = !place.querySelector(".fate:not([hidden])");
  }
  const output = filter.querySelector("output");
  output.textContent = output.dataset.words.replace("{n}", shown).replace("{all}", fates.length);
}

filter.hidden = false;
filter.addEventListener("input", showMatches);
filter.addEventListener("submit", (event) => event.preventDefault());
showMatches();
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
