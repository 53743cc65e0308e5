// Keys of the search page: '/' goes to the field, arrows down and up from hit to hit. Enter opens, as with any link.
"use strict";
const field = document.getElementById("q");
const hits = [...document.querySelectorAll("a.hit")];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const place = hits.indexOf(document.activeElement);
  const writes = document.activeElement.closest("input, select, textarea");
  if (event.key === "/" && !writes) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "ArrowDown" && hits.length && (place >= 0 || document.activeElement === field)) {
    event.preventDefault();
    hits[Math.min(place + 1, hits.length - 1)].focus();
  } else if (event.key === "ArrowUp" && place >= 0) {
    event.preventDefault();
    (place ? hits[place - 1] : field).focus();
  }
});
if (field && !field.value) field.focus();
