// Search in the reader's own browser, from a folder too: the index is a script (search-index.js), nothing is fetched.
// Everything but the search can be read without this file.
"use strict";

{
  const ENDINGS = /(?:erendes|erende|hedens|elsernes|elserne|elsens|elsen|elser|ernes|endes|erens|heden|heder|erne|enes|eres|eret|ende|ene|ers|est|ets|ens|ere|ede|en|er|es|et|te|e|s|t)$/;
  const DOUBLED = /([bdfgklmnprst])\1$/;
  const WORD = /[\p{L}\p{N}]+/gu;
  const STOP = new Set(["og", "i", "på", "af", "til", "for", "en", "et", "den", "det", "de", "der", "som", "med", "kommune", "kommuner"]);
  const SHOWN = 40;
  const AROUND = 130; // characters of a quote before the first word found
  const LONGEST = 420;

  const lower = (text) => text.normalize("NFC").toLocaleLowerCase("da");
  const words = (text) => lower(text).match(WORD) || [];
  const nameForm = (word) => word.replaceAll("å", "aa");

  // The word without a Danish ending; at least four letters stay, and 'robott(er)' is 'robot'.
  function stem(word) {
    const match = word.length > 4 ? ENDINGS.exec(word.slice(4)) : null;
    const bare = match ? word.slice(0, 4 + match.index) : word;
    return bare.length > 3 ? bare.replace(DOUBLED, "$1") : bare;
  }

  // How well a word of a text answers a term: the word itself, another form of it, its beginning, a part of a compound. 0: not at all.
  function likeness(term, word) {
    if (word === term.word) return 8;
    const bare = stem(word);
    if (bare === term.stem && term.word.length > 2) return 6;
    if (term.word.length > 1 && word.startsWith(term.word)) return 4;
    if (term.stem.length > 3 && bare.startsWith(term.stem)) return 4;
    return isPart(term, word, bare) ? 2 : 0;
  }

  // A part of a compound behind at least three letters: short ones only at its end, so that 'leje' is not found in 'plejehjem'.
  function isPart(term, word, bare) {
    if (term.stem.length > 4 && bare.indexOf(term.stem) >= 3) return true;
    if (term.word.length > 4 && word.indexOf(term.word) >= 3) return true;
    if (term.stem.length === 4) return bare.length >= 7 && bare.endsWith(term.stem);
    return term.word.length === 3 && word.length >= 7 && word.endsWith(term.word);
  }

  const readTerms = (text) => {
    const all = [...new Set(words(text))];
    const kept = all.filter((word) => !STOP.has(word));
    return (kept.length ? kept : all).map((word) => ({ word, stem: stem(word), name: nameForm(word) }));
  };

  // 8 for the whole name ('Aarhus', also in the genitive), 5 for its beginning.
  function nameLikeness(term, names) {
    const plain = term.name.replace(/s$/, "");
    if (names.includes(term.name) || (plain.length > 2 && names.includes(plain))) return 8;
    return term.name.length > 1 && names.some((name) => name.startsWith(term.name)) ? 5 : 0;
  }

  class Search {
    constructor(index) {
      this.index = index;
      this.names = index.places.map((place) => words(`${place[0]} ${place[2]}`).map(nameForm).filter((word) => !STOP.has(word)));
      this.pages = index.pages.map((page) => ({ title: page[0], kind: page[1], href: page[2], words: words(`${page[0]} ${page[3]}`) }));
      this.vocabulary = new Map();
      index.documents.forEach((found, number) => {
        const told = new Set(words(found[6]));
        for (const word of told) this.note(word, number, 0);
        for (const word of words(this.describe(found))) if (!told.has(word)) this.note(word, number, 1);
      });
    }

    note(word, number, beside) {
      let places = this.vocabulary.get(word);
      if (!places) this.vocabulary.set(word, places = [[], []]);
      places[beside].push(number);
    }

    // The words beside the text: theme, topics, stage, technologies, actors, name as printed.
    describe(found) {
      const { themes, topics, stages } = this.index;
      const labels = [...found[2].map((theme) => themes[theme].join(" ")), ...found[4].map((topic) => topics[topic]), stages[found[3]] || "", found[7]];
      return labels.join(" ");
    }

    // Number of the document -> points for one term.
    answer(term) {
      const points = new Map();
      const add = (number, worth) => { if (worth > (points.get(number) || 0)) points.set(number, worth); };
      for (const [word, [inside, beside]] of this.vocabulary) {
        const worth = likeness(term, word);
        if (!worth) continue;
        for (const number of inside) add(number, worth);
        for (const number of beside) add(number, worth / 4);
      }
      const places = this.names.map((names) => nameLikeness(term, names));
      this.index.documents.forEach((found, number) => { if (found[0] >= 0 && places[found[0]]) add(number, places[found[0]]); });
      return points;
    }

    // Documents by points, newest first; every term must be answered.
    find(terms, fits) {
      if (!terms.length) return [];
      const answers = terms.map((term) => this.answer(term));
      const documents = [];
      for (const [number, first] of answers[0]) {
        const worths = answers.map((points) => points.get(number) || 0);
        const found = this.index.documents[number];
        if (worths.every(Boolean) && fits(found)) documents.push({ number, found, worth: worths.reduce((a, b) => a + b) });
      }
      documents.sort((a, b) => b.worth - a.worth || b.found[1] - a.found[1] || a.number - b.number);
      return documents;
    }

    // Municipalities by name, then themes, regions and years.
    findPages(terms) {
      if (!terms.length) return [];
      const { places } = this.index;
      const named = places.map((place, n) => ({ place, worth: terms.map((term) => nameLikeness(term, this.names[n])) }))
        .filter((one) => one.worth.every(Boolean))
        .map(({ place, worth }) => ({ title: place[0], kind: "", href: place[1], worth: worth.reduce((a, b) => a + b) }))
        .sort((a, b) => b.worth - a.worth);
      const pages = this.pages.filter((page) => terms.every((term) => page.words.some((word) => likeness(term, word) >= 4)));
      return [...named, ...pages].slice(0, 8);
    }
  }

  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  // The part of a text around the first word found, with the words found marked. Only text nodes: nothing of a document is ever markup.
  function excerpt(text, terms) {
    const hits = [...text.matchAll(WORD)].filter((match) => terms.some((term) => likeness(term, lower(match[0]))));
    const line = make("p");
    line.lang = "da";
    let from = hits.length && hits[0].index > AROUND * 2 ? text.lastIndexOf(" ", hits[0].index - AROUND) + 1 : 0;
    const to = text.length - from <= LONGEST ? text.length : Math.max(from + 1, text.lastIndexOf(" ", from + LONGEST));
    if (from) line.append("… ");
    for (const hit of hits) {
      const end = hit.index + hit[0].length;
      if (hit.index < from || end > to) continue;
      line.append(text.slice(from, hit.index), make("mark", hit[0]));
      from = end;
    }
    line.append(text.slice(from, to), to < text.length ? " …" : "");
    return line;
  }

  function showPage(page, list) {
    const item = make("li");
    const link = make("a", page.title);
    link.href = page.href;
    item.append(link, make("span", page.kind || list.dataset.place, "meta"));
    return item;
  }

  function showDocument({ found }, index, terms, list) {
    const [place, year, themes, stage, , where, text, , others] = found;
    const item = make("li");
    const link = make("a", `${place >= 0 ? index.places[place][0] : found[7]} ${year}`);
    link.href = place >= 0 ? `${index.places[place][1]}#${where}` : where;
    const meta = make("span", undefined, "meta");
    if (others) meta.append(make("span", list.dataset.others, "by-others"));
    for (const theme of themes) meta.append(make("span", index.themes[theme][1]));
    if (stage >= 0) meta.append(make("span", index.stages[stage]));
    item.append(link, meta, excerpt(text, terms));
    return item;
  }

  function startSearch(form, index) {
    const search = new Search(index);
    const list = document.getElementById("hits");
    const state = document.getElementById("state");
    const more = document.getElementById("more");
    const { q, year, theme, source } = form.elements;
    let rows = [];
    let timer = 0;
    let asked = null;

    function show(from) {
      const next = rows.slice(from, from + SHOWN);
      list.append(...next.map((row) => row()));
      more.hidden = from + next.length >= rows.length;
      return next.length;
    }

    const question = () => {
      const kept = new URLSearchParams();
      for (const field of [q, year, theme, source]) if (field.value) kept.set(field.name, field.value);
      return kept.toString();
    };

    // A list that answers already stays as it is: a link built anew between press and release of the mouse loses the click.
    function run() {
      clearTimeout(timer);
      if (question() === asked) return;
      asked = question();
      const terms = readTerms(q.value);
      const fits = (found) => (!year.value || found[1] === Number(year.value))
        && (!theme.value || found[2].includes(Number(theme.value)))
        && (!source.value || found[8] === Number(source.value));
      const filtered = year.value || theme.value || source.value;
      const pages = filtered ? [] : search.findPages(terms);
      const documents = search.find(terms, fits);
      rows = [...pages.map((page) => () => showPage(page, list)), ...documents.map((one) => () => showDocument(one, index, terms, list))];
      list.replaceChildren();
      const shown = show(0);
      const says = state.dataset;
      const count = rows.length === 1 ? says.one : rows.length ? says.many.replace("{n}", rows.length) : says.none;
      state.textContent = terms.length ? count + (rows.length > shown ? " " + says.first.replace("{n}", shown) : "") : "";
      remember();
    }

    // What is searched stands in the address, so that the way back from a result leads to it.
    function remember() {
      try {
        history.replaceState(null, "", `#${asked}`);
      } catch { /* some browsers refuse this in a folder */ }
    }

    function recall() {
      const kept = new URLSearchParams(location.hash.slice(1));
      for (const field of [q, year, theme, source]) field.value = kept.get(field.name) || "";
      run();
    }

    function walk(event) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const links = [...list.querySelectorAll("a")];
      const here = links.indexOf(document.activeElement);
      if (here < 0 && (document.activeElement !== q || event.key === "ArrowUp")) return;
      const next = event.key === "ArrowDown" ? links[Math.min(here + 1, links.length - 1)] : links[here - 1] || q;
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }

    form.hidden = false;
    document.getElementById("no-script").remove();
    form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(run, 120); });
    more.addEventListener("click", () => {
      const before = list.children.length;
      show(before);
      list.children[before].querySelector("a").focus();
    });
    document.addEventListener("keydown", walk);
    window.addEventListener("hashchange", recall);
    recall();
    if (!location.hash.slice(1)) q.focus();
  }

  for (const quick of document.querySelectorAll("form.quick")) {
    quick.hidden = false;
    quick.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = `${quick.dataset.target}#${new URLSearchParams({ q: quick.elements.q.value })}`;
    });
  }
  const form = document.getElementById("search");
  if (form && window.samspilIndex) startSearch(form, window.samspilIndex);
}
