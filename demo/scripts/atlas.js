// The atlas: a search in it, a sheet about each asana, and each as the reference of a comparison.
(() => {
  const WORDS = studio.WORDS.atlas;
  const ENTRIES = WORDS.entries.map(([number, name, picture, words]) => ({number, name, picture, words}));
  const entry = (number) => ENTRIES.find((one) => one.number === Number(number));
  const card = (number) => document.querySelector(`.asana[data-asana="${number}"]`);
  const plain = (text) => text.toLowerCase().replaceAll("\u2019", "'").normalize("NFKD").replace(/\p{M}/gu, "");

  // The asanas among whose words are all of a search.
  const matching = (text) => {
    const asked = plain(text).split(/\s+/).filter(Boolean);
    return ENTRIES.filter((one) => asked.every((word) => one.words.includes(word)));
  };

  const search = (text) => {
    const found = matching(text), shown = new Set(found.map((one) => one.number));
    for (const one of ENTRIES) card(one.number).hidden = !shown.has(one.number);
    const counted = WORDS.of.replace("{shown}", found.length).replace("{all}", ENTRIES.length);
    document.getElementById("atlas-count").textContent = found.length ? counted : WORDS.none;
  };

  // The picture of an asana becomes the reference of the Compare tab, whichever tab is in sight.
  const compareWith = async (one) => {
    sheet?.close();
    studio.open("compare");
    await studio.awaited("#compare-reference input[type=file]");
    await studio.putFrom("compare-reference", one.picture);
    studio.reveal("compare-reply");
  };

  let sheet;
  const build = () => {
    sheet = document.createElement("dialog");
    sheet.className = "atlas-sheet";
    sheet.innerHTML = `<img alt=""><div class="prose about" data-part="about"></div>
      <div class="sheet-buttons"><button type="button" data-part="close">${WORDS.close}</button>
      <button type="button" class="chief" data-part="compare">${WORDS.compare}</button></div>`;
    document.querySelector(".gradio-container").append(sheet);
    sheet.querySelector("[data-part=close]").addEventListener("click", () => sheet.close());
    // A tap beside the sheet closes it too.
    sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  };

  const tell = async (one) => {
    studio.open("atlas");
    await studio.awaited(".asana");
    if (!sheet) build();
    const said = card(one.number).querySelector("template").content.cloneNode(true);
    sheet.querySelector("img").src = one.picture;
    sheet.querySelector("[data-part=about]").replaceChildren(said);
    sheet.querySelector("[data-part=compare]").dataset.reference = one.number;
    sheet.ariaLabel = one.name;
    if (!sheet.open) sheet.showModal();
    sheet.scrollTop = 0;
  };

  document.addEventListener("click", (event) => {
    const about = event.target.closest?.("[data-about]"), reference = event.target.closest?.("[data-reference]");
    if (about) tell(entry(about.dataset.about));
    if (reference) compareWith(entry(reference.dataset.reference));
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "atlas-search") search(event.target.value);
    if (event.target.id !== "reference-name") return;
    const named = ENTRIES.find((one) => one.name === event.target.value);
    if (named) compareWith(named);
  });
  // Enter takes the first that is found.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.id !== "reference-name" || !event.target.value.trim()) return;
    const [first] = matching(event.target.value);
    if (!first) return studio.tell(WORDS.unknown_name);
    event.target.value = first.name;
    return compareWith(first);
  });
})();
