// A filter is used as soon as it is chosen, and a mark that leads to a closed list opens it.
"use strict";
for (const choice of document.querySelectorAll("select[data-now]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
  choice.form.querySelector("button").hidden = true;
}
function openTarget() {
  const place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (place && place.matches("details")) place.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();
// The same mark again, after the list was closed: the address does not change, so nothing tells.
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest('a[href^="#"]');
  if (link && link.getAttribute("href") === location.hash) openTarget();
});
