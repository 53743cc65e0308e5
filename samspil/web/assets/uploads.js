// Files are sent one by one, with how far each is; then a run is asked for. What goes on is asked of the server, so any tab, and this one after a reload, shows it.
"use strict";
const form = document.querySelector("[data-upload]");
const field = form.elements.file;
const drop = form.querySelector(".drop");
const list = document.querySelector("[data-files]");
const jobs = document.querySelector("[data-jobs]");

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) document.addEventListener(name, () => drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer || !event.dataTransfer.files.length) return;
  event.preventDefault();
  sendAll([...event.dataTransfer.files]);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...field.files]);
});
field.addEventListener("change", () => field.files.length && form.requestSubmit());

let sending = Promise.resolve();
function sendAll(files) {
  if (!form.elements.year.reportValidity()) return;
  const year = form.elements.year.value;
  const lines = files.map((file) => [file, addLine(file.name)]);
  sending = sending.then(async () => {
    let taken = 0;
    for (const [file, line] of lines) taken += await sendOne(file, year, line);
    field.value = "";
    if (taken) await ask(year, lines[lines.length - 1][1]);
    refresh();
  });
}

function addLine(name) {
  const line = document.createElement("li");
  const shown = document.createElement("bdi");
  shown.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  const said = document.createElement("span");
  said.textContent = form.dataset.sending;
  line.append(shown, bar, said);
  list.append(line);
  return { bar, said, line };
}

function end(line, words, isBad = false) {
  line.bar.remove();
  line.said.textContent = words;
  line.said.classList.toggle("bad", isBad);
}

function sendOne(file, year, line) {
  if (file.size > form.dataset.most * 1e6) {
    end(line, form.dataset.tooBig, true);
    return Promise.resolve(0);
  }
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("year", year);
    body.append("file", file);
    request.open("POST", "/api/v1/uploads");
    request.setRequestHeader("X-Form-Token", document.body.dataset.formToken || "");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) line.bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = {};
      }
      const isGood = request.status < 300;
      const trouble = answer.error ? `${answer.error.message} ${answer.error.remedy}` : form.dataset.lost;
      end(line, isGood ? (answer.known ? form.dataset.known : form.dataset.sent) : trouble, !isGood);
      resolve(isGood ? 1 : 0);
    });
    request.addEventListener("error", () => {
      end(line, form.dataset.lost, true);
      resolve(0);
    });
    request.send(body);
  });
}

async function ask(year, line) {
  const body = new FormData();
  body.append("year", year);
  try {
    const response = await samspil.send("/api/v1/jobs", body);
    if (response.ok) return;
    const { error } = await response.json();
    end(line, `${error.message} ${error.remedy}`, true);
  } catch {
    end(line, form.dataset.lost, true);
  }
}

// What goes on. Runs that this page has not shown yet are fetched with the whole page, which the server writes.
let timer = 0;
async function refresh() {
  clearTimeout(timer);
  let isBusy = true;
  try {
    const response = await fetch("/api/v1/jobs", { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (response.status === 401 || response.status === 403) return;
    const state = await response.json();
    if (response.ok) isBusy = await show(state);
  } catch {
    isBusy = true; // the server is away for a moment
  }
  timer = setTimeout(refresh, isBusy ? 1000 : 5000);
}

async function show(state) {
  const known = new Set([...jobs.querySelectorAll("[data-job]")].map((item) => Number(item.dataset.job)));
  if (state.jobs.some((job) => !known.has(job.id))) await fetchPage();
  for (const job of state.jobs) showJob(job);
  const isNew = document.querySelectorAll(".files-new li").length !== state.new.length;
  const isIdle = !list.querySelector("progress") && !document.querySelector("[data-new] :focus");
  if (isNew && isIdle) await fetchPage();
  return state.jobs.some((job) => job.state === "waiting" || job.state === "running");
}

async function fetchPage() {
  const response = await fetch("/uploads", { credentials: "same-origin" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const place of ["[data-jobs]", "[data-new]"]) {
    const [old, fresh] = [document.querySelector(place), page.querySelector(place)];
    old.hidden = fresh.hidden;
    old.replaceChildren(...fresh.childNodes);
  }
}

function showJob(job) {
  const item = jobs.querySelector(`[data-job="${job.id}"]`);
  if (!item) return;
  const part = (name) => item.querySelector(`[data-part="${name}"]`);
  if (item.dataset.state !== job.state) {
    item.dataset.state = job.state;
    part("state").className = `state ${job.state}`;
    part("state").textContent = job.state_words;
    part("links").hidden = job.state !== "done";
    part("stop").hidden = !["waiting", "running"].includes(job.state);
    part("progress").hidden = job.state !== "running";
    if (job.state === "running") part("read").open = true; // the page may have been fetched while the run waited
  }
  if (part("words").textContent !== job.words) part("words").textContent = job.words;
  part("progress").max = job.total || 1;
  part("progress").value = job.done;
  part("error").hidden = !job.error;
  part("error").textContent = `${job.error} ${job.remedy}`;
  part("read").hidden = !job.read.length;
  part("count").textContent = job.read.length;
  const names = part("names");
  for (const name of job.read.slice(names.childElementCount)) {
    const line = document.createElement("li");
    const shown = document.createElement("bdi");
    shown.className = "file";
    shown.textContent = name;
    line.append(shown);
    names.append(line);
  }
}
refresh();
