// Keys and selections. Everything here can also be done by buttons and forms: a key opens a panel or presses the button that carries it in `data-key`.
"use strict";
(() => {
  const off = "samspil-keys-off";
  const remember = (name, value) => { try { value ? localStorage.setItem(name, "1") : localStorage.removeItem(name); } catch { /* a browser that keeps nothing */ } };
  const recall = (name) => { try { return localStorage.getItem(name) === "1"; } catch { return false; } };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (target) => target.closest("textarea, select, input:not([type=checkbox], [type=radio])");
  const panels = () => all("details[data-key]");
  const words = document.querySelector(".words[data-sha256]");
  let chosen = null; // the last selection on the page: {start, end, text}, in code points of the cleaned text

  // --- selections ---
  const points = (text) => [...text].length;
  function offsetOf(node, at) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = element.closest("[data-start]");
    if (piece) {
      const text = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : at > 0 ? piece.textContent : "";
      return Number(piece.dataset.start) + points(text);
    }
    const next = words.children[at] || null; // the border stands between two pieces
    if (node === words && next) return Number(next.dataset.start);
    const last = words.lastElementChild;
    return Number(last.dataset.start) + points(last.textContent);
  }
  function readSelection() {
    const selection = getSelection();
    if (!words || !selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!words.contains(range.startContainer) || !words.contains(range.endContainer)) return;
    const start = offsetOf(range.startContainer, range.startOffset), end = offsetOf(range.endContainer, range.endOffset);
    if (start < end) chosen = { start, end, text: range.toString() };
  }
  document.addEventListener("selectionchange", readSelection);
  function fillForms(panel) {
    readSelection(); // browsers tell of a selection a little later: a quick key must not lose it
    for (const form of all("form[data-selection]", panel)) {
      if (!chosen) continue;
      form.elements.start.value = chosen.start;
      form.elements.end.value = chosen.end;
      form.elements.words.value = chosen.text;
    }
  }
  for (const field of all("[data-words]")) {
    field.addEventListener("input", () => { field.form.elements.start.value = field.form.elements.end.value = ""; }); // typed words count, not offsets
  }

  // --- by keyboard from passage to passage ---
  function passages() {
    const found = new Map();
    for (const piece of all("[data-start]", words)) {
      if (piece.dataset.passage === "-1") continue;
      const known = found.get(piece.dataset.passage);
      if (known) known.last = piece; else found.set(piece.dataset.passage, { first: piece, last: piece });
    }
    return [...found.values()];
  }
  let from = -1, to = -1;
  function selectPassages(list) {
    getSelection().setBaseAndExtent(list[from].first, 0, list[to].last, list[to].last.childNodes.length);
    list[to].last.scrollIntoView({ block: "nearest" });
    readSelection();
  }
  function movePassage(by, longer) {
    if (!words) return;
    showText(true);
    const list = passages();
    if (!list.length) return;
    if (to < 0) {
      const marked = list.findIndex((one) => one.first.matches("mark") || one.last.matches("mark"));
      from = to = Math.max(0, marked);
    } else if (longer) to = Math.min(list.length - 1, to + 1);
    else from = to = Math.min(list.length - 1, Math.max(0, (by > 0 ? to : from) + by));
    selectPassages(list);
  }

  // --- picture or text of a PDF page ---
  const picture = document.getElementById("picture"), textView = document.getElementById("words");
  function showText(on) {
    if (!picture) return;
    picture.hidden = on;
    textView.hidden = !on;
    remember("samspil-text", on);
    bringToQuote();
  }
  function bringToQuote() {
    const pane = document.querySelector(".source-pane");
    if (!pane || pane.scrollHeight <= pane.clientHeight) return;
    const target = picture && !picture.hidden ? picture.querySelector(".mark rect") : document.querySelector(".words mark");
    if (target) pane.scrollTop += target.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 4;
  }

  // --- keys ---
  function press(element) {
    if (element.matches("details")) {
      const open = !element.open;
      for (const panel of panels()) panel.open = panel === element && open;
      if (!open) return element.querySelector("summary").focus();
      fillForms(element);
      element.scrollIntoView({ block: "nearest" });
      const first = element.querySelector("form :is(textarea, input:not([type=hidden]), select, button)");
      return first && first.focus({ preventScroll: true });
    }
    return element.click();
  }
  function digit(key) {
    const panel = panels().find((one) => one.open);
    const found = panel && panel.querySelector(`[data-digit="${key}"]`);
    if (!found) return false;
    if (found.matches("input:not([type=checkbox])")) found.focus(); else found.click();
    return true;
  }
  function moveInList(by) {
    const links = all(".row-link");
    if (!links.length) return false;
    const place = links.indexOf(document.activeElement?.closest("tr")?.querySelector(".row-link"));
    links[Math.min(links.length - 1, Math.max(0, place + by))].focus();
    return true;
  }
  const inList = { ArrowDown: () => moveInList(1), ArrowUp: () => moveInList(-1), x: () => { const box = document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]"); if (box) box.click(); return Boolean(box); } };
  const onPage = { p: () => movePassage(1), P: () => movePassage(-1), o: () => movePassage(1, true) };
  function close() {
    const panel = panels().find((one) => one.open);
    if (panel) { panel.open = false; panel.querySelector("summary").focus(); }
  }
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (key === "Escape") return close();
    if (recall(off) || event.repeat) return;
    if (typing(target)) return;
    if (key === "Enter" && target.closest("a, button, input, summary")) return; // what has the focus is meant
    if (key.startsWith("Arrow") && target.closest("input[type=radio], .source-pane:focus")) return;
    if (/^[1-9]$/.test(key)) { if (digit(key)) event.preventDefault(); return; }
    if (document.querySelector(".row-link") && inList[key]) { if (inList[key]()) event.preventDefault(); return; }
    if (words && onPage[key]) { onPage[key](); event.preventDefault(); return; }
    const found = all("[data-key]").find((one) => one.dataset.key.split(" ").includes(key));
    if (found) { event.preventDefault(); press(found); }
  });

  // --- at the beginning ---
  for (const button of all("[data-do=text]")) {
    button.hidden = false;
    button.addEventListener("click", () => showText(!picture.hidden));
  }
  for (const button of all("[data-do=tick-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => { for (const box of all("#many input[name=row]")) box.checked = true; });
  }
  for (const panel of panels()) panel.addEventListener("toggle", () => { if (panel.open) fillForms(panel); });
  for (const form of all("form[method=post]")) form.addEventListener("submit", (event) => { if (form.dataset.sent) event.preventDefault(); form.dataset.sent = "1"; });
  addEventListener("pageshow", () => { for (const form of all("form[data-sent]")) delete form.dataset.sent; });
  const knob = document.getElementById("keys-on");
  if (knob) {
    knob.closest("[hidden]").hidden = false;
    knob.checked = !recall(off);
    knob.addEventListener("change", () => remember(off, !knob.checked));
  }
  if (picture) showText(recall("samspil-text")); else bringToQuote();
  const image = picture && picture.querySelector("img");
  if (image && !image.complete) image.addEventListener("load", bringToQuote);
  document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest" });
})();
