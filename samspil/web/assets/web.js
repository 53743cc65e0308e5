// What all pages share. `samspil.send` is how scripts of pages ask the server for a change.
"use strict";
window.samspil = {
  // POST to one of our own addresses with the session's form token; `body`: an object (sent as JSON) or FormData.
  send(address, body, method = "POST") {
    const headers = { "X-Form-Token": document.body.dataset.formToken || "", Accept: "application/json" };
    const isForm = body instanceof FormData;
    if (!isForm) headers["Content-Type"] = "application/json";
    return fetch(address, { method, headers, body: isForm ? body : JSON.stringify(body), credentials: "same-origin" });
  },
};
// A token behind the '#' of a link goes into its field and out of the address bar and the history.
for (const field of document.querySelectorAll("[data-from-hash]")) {
  if (location.hash.length > 20) {
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
}
// Links to hand on are shown with the address under which this page was reached.
for (const place of document.querySelectorAll("[data-own-address]")) place.textContent = location.origin + place.dataset.ownAddress;
