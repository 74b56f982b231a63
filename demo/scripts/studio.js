// What every tab needs: room for pictures, answers that come into view, files put into fields, an address for each tab.
(() => {
  const WORDS = STUDIO_WORDS;
  const TABS = Object.keys(WORDS.tabs);
  const PHOTOS_KEPT = "studio-photos";

  const narrow = () => matchMedia("(max-width: 768px)").matches;
  const tabs = () => [...document.querySelectorAll("#views > .tab-wrapper [role=tab]")].slice(0, TABS.length);

  // Width and height, in CSS pixels, that a picture may have in a tab's reply, and the screen's density.
  const room = (id) => {
    const width = document.getElementById(id)?.clientWidth || 0;
    return [width, innerHeight * (narrow() ? 0.52 : 0.72), devicePixelRatio];
  };

  // On a phone the answer stands below the photo: bring it, the first of these that is there, or else the sentence that
  // says why there is none, into view, unless it is there already.
  const reveal = (...ids) => {
    const troubles = document.querySelectorAll(".reply [role=alert]");
    const answer = [...ids.map((id) => document.getElementById(id)), ...troubles].find((one) => one?.checkVisibility());
    if (!narrow() || !answer) return;
    const top = answer.getBoundingClientRect().top;
    if (top >= 0 && top < innerHeight * 0.2) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    answer.scrollIntoView({behavior: calm ? "auto" : "smooth", block: "start"});
  };

  // What was made a moment ago is there after the next picture.
  const click = (id) => requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.click()));

  // Where people stand in one row that is pushed along, push it to the one who is chosen; the page itself stays.
  const pointOut = (id) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const chosen = document.querySelector(`#${id} input:checked`)?.closest("label"), row = chosen?.parentElement;
    if (!row) return;
    const spare = row.clientWidth - chosen.offsetWidth;
    row.scrollLeft += chosen.getBoundingClientRect().left - row.getBoundingClientRect().left - spare / 2;
  }));

  // Put a file into a field, as if the visitor had chosen it there.
  const put = (id, ...given) => {
    const input = document.querySelector(`#${id} input[type=file]`);
    if (!input) return;
    const files = new DataTransfer();
    for (const file of given) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
  };

  // What is on a tab is made when that is opened for the first time.
  const awaited = async (selector) => {
    while (!document.querySelector(selector)) await new Promise((done) => setTimeout(done, 50));
  };

  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const content = await answer.blob();
    return new File([content], decodeURIComponent(address.split("/").pop()), {type: content.type});
  };

  // Put the files that lie at these addresses into a field, as far as they are there. Returns how many are.
  const putFrom = async (id, ...addresses) => {
    const files = (await Promise.all(addresses.map(fetched))).filter(Boolean);
    if (files.length) put(id, ...files);
    return files.length;
  };

  // Several photos at once are taken by Analyse, in a field of their own. Returns whether it is several, for there.
  const takeSeveral = (id, files) => {
    if (id !== "photo" || files.length < 2) return false;
    if (files.reduce((sum, file) => sum + file.size, 0) > WORDS.most_bytes) tell(WORDS.too_much);
    else put("several-files", ...files);
    return true;
  };
  // What can't be read is refused by us; the toolkit would name it by its media type.
  const refuse = (id, files) => {
    const kind = id === "clip" ? "video/" : "image/";
    if (files.some((file) => file.type.startsWith(kind) || !file.type)) return false;
    tell(id === "clip" ? WORDS.no_clip : WORDS.no_photo);
    return true;
  };
  const takenOrRefused = (event, files) => {
    const id = event.target.closest?.(".photo")?.id;
    if (!id || !files.length || !(takeSeveral(id, files) || refuse(id, files))) return false;
    event.stopImmediatePropagation();
    return true;
  };
  document.addEventListener("change", (event) => {
    if (event.target.type === "file" && takenOrRefused(event, [...event.target.files])) event.target.value = "";
  }, true);
  document.addEventListener("drop", (event) => {
    if (takenOrRefused(event, [...(event.dataTransfer?.files || [])])) event.preventDefault();
  }, true);

  // Which of several photos was tapped last; the one whose answer is seen is marked. ``recalled``: the one, by its
  // number, that is to be tapped once it is there again.
  let tapped = null, recalled = null;
  const shots = () => [...document.querySelectorAll("button[data-shot]")];
  const shot = (several) => [several, tapped];
  const markShot = () => {
    const shown = decodeURI(document.querySelector("#photo .image-frame img")?.src || "");
    for (const one of shots()) one.ariaPressed = String(shown.endsWith(one.dataset.shot));
    if (!shots()[recalled]) return;
    shots()[recalled].click();
    recalled = null;
  };

  // A few words at the edge of the page, for a moment.
  const tell = (sentence) => {
    document.querySelector(".studio-note")?.remove();
    const note = document.createElement("p");
    note.className = "studio-note";
    note.setAttribute("role", "alert");
    note.textContent = sentence;
    document.querySelector(".gradio-container").append(note);
    setTimeout(() => note.remove(), 6000);
  };

  // The tab in sight, by its name in the address.
  const current = () => TABS[Math.max(0, tabs().findIndex((tab) => tab.ariaSelected === "true"))];
  const open = (name) => {
    const tab = tabs()[TABS.indexOf(name)];
    if (tab && tab.ariaSelected !== "true") tab.click();
  };

  document.addEventListener("click", (event) => {
    const index = tabs().indexOf(event.target.closest?.("[role=tab]"));
    if (index < 0 || location.hash === `#${TABS[index]}` || (!location.hash && index === 0)) return;
    history.pushState(null, "", `#${TABS[index]}`);
  });
  addEventListener("popstate", () => open(location.hash.slice(1) || TABS[0]));

  // A photo from the clipboard goes where a photo is awaited on the tab in sight.
  const field = (kind) => {
    const fields = [...document.querySelectorAll(`.${kind}`)].filter((one) => one.checkVisibility());
    return (fields.find((one) => !one.querySelector(".image-frame img")) || fields[0])?.id;
  };
  document.addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea, [contenteditable]")) return;
    const files = [...event.clipboardData.files].filter((one) => one.type.startsWith("image/"));
    const into = files.length && field("photo");
    if (!into || into === "clip") return;
    event.preventDefault();
    if (!takeSeveral(into, files)) put(into, files[0]);
  });
  const paste = async (id) => {
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((one) => one.startsWith("image/"));
        if (type) return put(id, new File([await item.getType(type)], `pasted.${type.split("/")[1]}`, {type}));
      }
      tell(WORDS.nothing_to_paste);
    } catch {
      tell(WORDS.clipboard_refused);
    }
  };

  // A reload keeps the answer: the photos still lie where they were uploaded to, for less than an hour.
  const remember = () => {
    const shown = document.querySelector("#photo .image-frame img")?.src;
    if (!shown) return sessionStorage.removeItem(PHOTOS_KEPT);
    const uploads = shown.slice(0, shown.indexOf("file=") + "file=".length);
    const several = shots().map((one) => uploads + encodeURI(one.dataset.shot));
    sessionStorage.setItem(PHOTOS_KEPT, JSON.stringify({several, shown}));
  };
  const recall = async () => {
    const {several = [], shown} = JSON.parse(sessionStorage.getItem(PHOTOS_KEPT) || "{}");
    if (several.length > 1) recalled = Math.max(0, several.indexOf(shown));
    if (shown && await (several.length > 1 ? putFrom("several-files", ...several) : putFrom("photo", shown))) return;
    sessionStorage.removeItem(PHOTOS_KEPT);
  };

  const analysed = () => {
    reveal("strip", "answer");
    pointOut("people");
    markShot();
    remember();
  };

  // The moment of a clip that a tap asks for: that of a hold, or of a place on the timeline.
  const asked = (event) => {
    const seek = event.target.closest?.("button[data-seek]"), bars = event.target.closest?.(".timeline .bars");
    if (seek) return Number(seek.dataset.seek);
    if (!bars) return -1;
    const {left, width} = bars.getBoundingClientRect();
    return (bars.closest(".timeline").dataset.seconds * (event.clientX - left)) / width;
  };
  document.addEventListener("timeupdate", (event) => {
    const timeline = event.target.closest?.("#player") && document.querySelector(".timeline");
    timeline?.style.setProperty("--played", event.target.currentTime / timeline.dataset.seconds);
  }, true);

  document.addEventListener("click", (event) => {
    const sample = event.target.closest?.("button[data-example]");
    if (sample) putFrom(sample.dataset.field, sample.dataset.example);
    const tool = event.target.closest?.("button[data-tool]");
    if (tool?.dataset.tool === "paste") paste(tool.dataset.field);
    const player = document.querySelector("#player video"), moment = asked(event);
    if (player && moment >= 0) {
      player.currentTime = moment;
      player.play();
    }
    const picked = event.target.closest?.("button[data-shot]");
    if (picked) {
      tapped = picked.dataset.shot;
      click("pick-shot");
    }
    const presser = event.target.closest?.("button[data-press]");
    if (presser) document.getElementById(presser.dataset.press)?.click();
    const opener = event.target.closest?.("button[data-open]");
    if (opener) tabs()[TABS.indexOf(opener.dataset.open)]?.click();
  });

  // What the toolkit names by words that it can't be given: its buttons, for those who listen; and what it can't be told.
  const rename = (root) => {
    for (const one of root.querySelectorAll?.("[aria-label], [title]") || []) {
      const name = WORDS.labels[one.ariaLabel] || WORDS.labels[one.title];
      if (!name) continue;
      one.ariaLabel = name;
      if (one.title) one.title = name;
    }
    for (const input of root.querySelectorAll?.("#photo input[type=file]") || []) input.multiple = true;
  };
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) rename(node.parentElement || node);
  }).observe(document.documentElement, {childList: true, subtree: true});

  // The toolkit names each radio button differently, again and again. Under one name the arrow keys go from one to the
  // next, and Tab to what follows them.
  document.addEventListener("keydown", (event) => {
    const group = event.target.type === "radio" && event.target.closest("fieldset[id]");
    if (group) for (const radio of group.querySelectorAll("input[type=radio]")) radio.name = group.id;
  });
  document.addEventListener("change", (event) => {
    const people = event.target.closest?.(".whom");
    if (people) pointOut(people.id);
  });

  const ready = (then) => {
    if (tabs().length && document.querySelector("#photo input[type=file]")) then();
    else setTimeout(() => ready(then), 50);
  };
  ready(() => {
    open(location.hash.slice(1));
    recall();
  });

  window.studio = {
    ...{WORDS, room, reveal, click, pointOut, put, putFrom, awaited, tell, open, current, remember},
    ...{shot, markShot, analysed},
  };
})();
