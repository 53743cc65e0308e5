// Coding by keyboard: arrows move among passages, keys mark them; each action is saved before the next one is sent.
"use strict";
(() => {
  const root = document.querySelector("[data-coding]");
  if (!root) return;
  const facts = JSON.parse(root.dataset.coding);
  const { keys, labels, words } = facts;
  const passages = [...root.querySelectorAll(".passage")];
  const byNumber = new Map(passages.map((each) => [Number(each.dataset.n), each]));
  const find = (name) => root.querySelector(`[data-${name}]`);
  let coding = facts.coding;
  let here = -1; // place in `passages`
  let current = 0; // id of the initiative that keys are about
  let recent = 0; // the one worked on before: what 'add' and 'join' mean
  let queue = Promise.resolve(); // keys are carried out in the order they were pressed, each when the one before it is saved
  let epoch = 0; // after a failure, what was pressed meanwhile is dropped: it was meant for another state

  const numberHere = () => (here < 0 ? -1 : Number(passages[here].dataset.n));
  const unitsOn = (number) => coding.units.filter((unit) => unit.passages.includes(number));
  const unitById = (id) => coding.units.find((unit) => unit.id === id);
  const inWords = (template, values) => template.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  function describe(unit) {
    const themes = unit.themes.map((theme) => labels.theme[theme]).join(", ") || words.theme_lacks;
    const topics = unit.topics.length ? ` (${unit.topics.map((topic) => labels.topic[topic]).join(", ")})` : "";
    return `${unit.id}: ${themes}${topics} · ${labels.stage[unit.stage] || words.stage_lacks}`;
  }

  function paint() {
    for (const passage of passages) {
      const units = unitsOn(Number(passage.dataset.n));
      passage.classList.toggle("marked", units.length > 0);
      passage.classList.toggle("now", units.some((unit) => unit.id === current));
      let chips = passage.querySelector(".chips");
      if (!units.length) {
        if (chips) chips.remove();
        continue;
      }
      if (!chips) {
        chips = document.createElement("div");
        chips.className = "chips";
        passage.append(chips);
      }
      chips.replaceChildren(
        ...units.map((unit) => {
          const chip = document.createElement("span");
          chip.textContent = describe(unit);
          chip.classList.toggle("now", unit.id === current);
          chip.classList.toggle("lacks", !unit.stage || !unit.themes.length);
          return chip;
        }),
      );
    }
    paintPanel();
  }

  function paintPanel() {
    const unit = unitById(current);
    find("current").textContent = unit ? describe(unit) : words.none_here;
    find("count").textContent = inWords(words.count_units, { count: coding.units.length });
    const version = find("version");
    if (version) version.value = coding.version;
    paintSums();
    for (const button of root.querySelectorAll("[data-do]")) {
      const { do: what, value } = button.dataset;
      if (what === "theme") button.setAttribute("aria-pressed", String(Boolean(unit && unit.themes.includes(value))));
      if (what === "topic") button.setAttribute("aria-pressed", String(Boolean(unit && unit.topics.includes(value))));
      if (what === "stage") button.setAttribute("aria-pressed", String(Boolean(unit && unit.stage === value)));
    }
  }

  function choose(id) {
    if (id === current) return;
    if (current) recent = current;
    current = id;
  }

  function go(place, focus = true) {
    if (!passages.length) return;
    if (here >= 0) {
      passages[here].classList.remove("here");
      passages[here].tabIndex = -1;
    }
    here = Math.max(0, Math.min(place, passages.length - 1));
    passages[here].classList.add("here");
    passages[here].tabIndex = 0;
    if (focus) passages[here].focus();
    const units = unitsOn(numberHere());
    choose(units.some((unit) => unit.id === current) ? current : units.length ? units[0].id : 0);
    paint();
  }

  function tell(trouble) {
    const place = find("trouble");
    place.hidden = !trouble;
    place.textContent = trouble || "";
  }

  function run(step) {
    const mine = epoch;
    queue = queue.then(() => (mine === epoch ? step() : undefined));
    return queue;
  }

  async function send(fields) {
    const form = new FormData();
    const key = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
    for (const [name, value] of Object.entries({ ...fields, version: coding.version, key })) form.set(name, value);
    find("saved").textContent = words.saving;
    let answer = null;
    for (let turn = 0; turn < 3 && !answer; turn += 1) {
      answer = await samspil.send(facts.address, form).catch(() => null);
      if (!answer) await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const content = answer ? await answer.json().catch(() => null) : null;
    if (content && content.coding) {
      take(content.coding);
      return;
    }
    epoch += 1;
    find("saved").textContent = "";
    tell((content && (content.trouble || (content.error && content.error.message))) || words.not_saved);
  }

  function take(next) {
    const known = new Set(coding.units.map((unit) => unit.id));
    coding = next;
    tell("");
    find("saved").textContent = words.saved;
    const made = coding.units.find((unit) => !known.has(unit.id) && unit.passages.includes(numberHere()));
    if (made) choose(made.id);
    else if (!unitById(current) || !unitById(current).passages.includes(numberHere())) {
      const units = unitsOn(numberHere());
      choose(units.length ? units[0].id : 0);
    }
    if (recent && !unitById(recent)) recent = 0;
    paint();
  }

  function before() {
    if (recent && recent !== current && unitById(recent)) return recent;
    const earlier = coding.units.filter((unit) => unit.id !== current && unit.passages[0] <= numberHere());
    return earlier.length ? earlier[earlier.length - 1].id : 0;
  }

  // The fields of the action, null when there is nothing to do.
  function fieldsOf(what, value) {
    const passage = numberHere();
    if (what === "undo") return coding.past ? { action: "undo" } : null;
    if (passage < 0) return null;
    if (what === "new") return { action: "mark", passage };
    if (what === "take") {
      const unit = before();
      if (unit) [recent, current] = [current, unit];
      return unit ? { action: "take", passage, unit } : null;
    }
    if (what === "theme" && !current) return { action: "mark", passage, value };
    if (!current) return null;
    if (what === "drop") return { action: "drop", passage, unit: current };
    if (what === "merge") return before() ? { action: "merge", unit: current, value: before() } : null;
    return { action: what, unit: current, value };
  }

  function act(what, value = "") {
    if (facts.done) return;
    run(() => {
      if (what !== "switch") {
        const fields = fieldsOf(what, value);
        return fields ? send(fields) : undefined;
      }
      const units = unitsOn(numberHere());
      if (units.length) choose(units[(units.findIndex((unit) => unit.id === current) + 1) % units.length].id);
      return paint();
    });
  }

  // Sums of the initiative that keys are about: shown, and in a form that is open until it is saved or closed.
  const english = document.documentElement.lang === "en";
  const digits = (dkk) => dkk.toLocaleString(english ? "en-GB" : "da-DK");
  const kroner = (dkk) => (english ? `DKK ${digits(dkk)}` : `${digits(dkk)} kr.`);
  const sums = { form: find("sums-form"), lines: find("sums-lines"), unit: 0, dirty: false };

  function paintSums() {
    const place = find("sums");
    if (!place) return;
    const unit = unitById(current);
    const shown = unit ? unit.amounts || [] : [];
    place.replaceChildren(
      ...(shown.length ? shown.map(describeSum) : [words.no_sums]).map((text) => {
        const line = document.createElement("p");
        line.className = shown.length ? "sum" : "note";
        line.textContent = text;
        return line;
      }),
    );
    if (!sums.form) return;
    find("sums-open").disabled = !unit;
    if (!sums.form.hidden && sums.unit !== current) closeSums();
  }

  function describeSum(amount) {
    const whole = amount.total !== null && !Object.keys(amount.profile).length ? amount.total : amount.dkk;
    const tags = [amount.part_of && words.part_of_tag, amount.ambiguous && words.ambiguous_tag].filter(Boolean);
    const years = Object.entries(amount.profile).map(([year, dkk]) => `${year}: ${digits(dkk)}`);
    return [`${labels.amount[amount.kind]} ${kroner(whole)}`, ...tags, ...years].join(" · ");
  }

  function addLine(number, amount) {
    const line = find("sum").content.cloneNode(true);
    for (const field of line.querySelectorAll("[name]")) {
      const name = field.name.replace(/_0$/, "");
      field.name = `${name}_${number}`;
      if (!amount) continue;
      const year = /^year_(\d{4})$/.exec(name);
      if (field.type === "checkbox") field.checked = amount[name];
      else if (name === "kind") field.value = amount.kind;
      else {
        const dkk = year ? amount.profile[year[1]] : amount[name];
        field.value = dkk === null || dkk === undefined ? "" : dkk.toLocaleString("da-DK"); // typed as agreements write sums
      }
    }
    sums.lines.append(line);
  }

  function openSums() {
    if (!sums.form || !current) return;
    if (sums.form.hidden || sums.unit !== current) {
      const amounts = unitById(current).amounts || [];
      sums.lines.replaceChildren();
      [...amounts, null].forEach((amount, number) => addLine(number, amount));
      sums.unit = current;
      sums.dirty = false;
      sums.form.hidden = false;
    }
    const last = sums.lines.lastElementChild;
    last.querySelector("input").focus({ preventScroll: true });
    last.scrollIntoView({ block: "nearest" });
  }

  function closeSums() {
    if (!sums.form || sums.form.hidden) return;
    const inside = sums.form.contains(document.activeElement);
    sums.form.hidden = true;
    sums.dirty = false;
    if (inside && here >= 0) passages[here].focus();
  }

  // A form that has been typed in is saved before anything else happens; what cannot be read stays in it, with the reason.
  async function saveSums() {
    if (!sums.form || sums.form.hidden || !sums.dirty) return closeSums();
    const fields = Object.fromEntries(new FormData(sums.form));
    const before = epoch;
    await send({ ...fields, action: "amounts", unit: sums.unit, amounts_count: sums.lines.children.length });
    if (before === epoch) closeSums();
    else sums.form.querySelector("input").focus();
    return undefined;
  }

  if (sums.form) {
    sums.form.addEventListener("input", () => {
      sums.dirty = true;
    });
    sums.form.addEventListener("submit", (event) => {
      event.preventDefault();
      sums.dirty = true;
      run(saveSums);
    });
    sums.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeSums();
    });
    find("sums-close").addEventListener("click", closeSums);
    find("sums-open").addEventListener("click", () => run(openSums));
  }

  const reverse = (map) => new Map(Object.entries(map).map(([name, key]) => [key, name]));
  const stages = reverse(keys.stage);
  const topics = reverse(keys.topic);
  const actions = reverse(keys.action);
  const moves = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10 };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, .bar")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const inText = event.target === document.body || event.target.closest(".passages, #content") !== null;
    if (!inText) return;
    if (key in moves) run(() => go(here + moves[key]));
    else if (key === "Home") run(() => go(0));
    else if (key === "End") run(() => go(passages.length - 1));
    else if (/^[1-9]$/.test(key) && keys.theme[Number(key) - 1]) act("theme", keys.theme[Number(key) - 1]);
    else if (stages.has(key)) act("stage", stages.get(key));
    else if (topics.has(key)) act("topic", topics.get(key));
    else if (key === keys.amounts && sums.form) run(openSums);
    else if (actions.has(key)) act(actions.get(key));
    else if (key === "Delete") act("drop");
    else return;
    event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) {
      run(saveSums);
      act(button.dataset.do, button.dataset.value || "");
    }
    const passage = event.target.closest(".passage");
    if (passage && !String(getSelection())) {
      run(saveSums);
      run(() => go(passages.indexOf(passage)));
    }
  });
  // What is on its way is saved before the document is closed.
  const finish = root.querySelector(".finish");
  if (finish) {
    finish.addEventListener("submit", (event) => {
      event.preventDefault();
      const mine = epoch;
      run(saveSums);
      queue.then(() => mine === epoch && finish.submit());
    });
  }
  const first = byNumber.get(Number(location.hash.slice(2)));
  go(first ? passages.indexOf(first) : 0, false);
})();
