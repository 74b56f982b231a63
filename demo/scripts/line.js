// Who waits in line sees their place, and how long it will take, on the card where the answer will be; who waits for a
// clip how far it is.
(() => {
  const {waiting, soon} = studio.WORDS.line;

  // The toolkit tells it in a line of its own, which is hidden: "queue: 3/5 | 1.2/4.0s", the last seconds where known.
  const TOLD = /queue: (\d+)\/(\d+) \|\s*([\d.]+)(?:\/([\d.]+))?s/;

  const say = (text) => {
    const [, place, size, spent, total] = text.match(TOLD) || [];
    if (!place) return "";
    const seconds = Math.ceil(total - spent);
    const line = waiting.replace("{place}", place).replace("{size}", size);
    return seconds > 0 ? line + soon.replace("{seconds}", seconds) : line;
  };

  setInterval(() => {
    for (const one of document.querySelectorAll(".block[data-line]")) one.removeAttribute("data-line");
    for (const one of document.querySelectorAll(".wrap .progress-text")) {
      const said = say(one.textContent);
      if (said) one.closest(".block").dataset.line = said;
    }
    // The toolkit adds " - 9.4%", which the bar below shows, and makes its line anew each time: ours would flicker in it.
    const far = document.querySelector("#video-start .progress-level-inner")?.textContent.trim();
    const plain = JSON.stringify(far?.replace(/\s*- [\d.]+%$/, ""));
    if (far) document.documentElement.style.setProperty("--far", plain);
  }, 200);
})();
