// A visitor's own reference: joints and a small picture, kept by this browser and by nobody else.
(() => {
  const WORDS = studio.WORDS.reference;
  const JOINTS = "studio-reference", ABOUT = "studio-reference-about";
  const PICTURE_WIDTH = 240;

  const read = (key) => JSON.parse(localStorage.getItem(key) || "null");
  const reference = () => read(JOINTS);

  // What stands for it in the Compare tab.
  const show = () => {
    const place = document.getElementById("kept"), about = read(ABOUT);
    if (!place) return;
    place.hidden = !reference();
    place.querySelector("img").hidden = !about?.picture;
    if (about?.picture) place.querySelector("img").src = about.picture;
    const date = about && new Date(about.at).toLocaleDateString("en-GB", {dateStyle: "long"});
    const words = about?.name ? WORDS.named : WORDS.unnamed;
    place.querySelector("[data-part=about]").textContent = about
      ? words.replace("{name}", about.name).replace("{date}", date) : WORDS.mine;
  };

  const keep = ({joints, name, picture}) => {
    localStorage.setItem(JOINTS, JSON.stringify(joints));
    localStorage.setItem(ABOUT, JSON.stringify({name, picture, at: Date.now()}));
    const ghost = document.getElementById("live-ghost-label");
    if (ghost) ghost.hidden = false;
    show();
    studio.tell(WORDS.kept);
  };

  const forget = () => {
    localStorage.removeItem(JOINTS);
    localStorage.removeItem(ABOUT);
    const ghost = document.getElementById("live-ghost-label");
    if (ghost) ghost.hidden = true;
    show();
  };

  // A picture of the page, small.
  const small = (image) => {
    if (!image?.naturalWidth) return null;
    const canvas = document.createElement("canvas");
    canvas.width = PICTURE_WIDTH;
    canvas.height = Math.round((PICTURE_WIDTH * image.naturalHeight) / image.naturalWidth);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-keep]");
    if (button) {
      const picture = small(document.querySelector("#photo .image-frame img"));
      keep({joints: JSON.parse(button.dataset.keep), name: button.dataset.name, picture});
    }
    const kept = event.target.closest?.("button[data-kept]")?.dataset.kept;
    if (kept === "forget") forget();
    if (kept === "use") studio.click("compare-with-kept");
  });

  Object.assign(studio, {keep, reference, showReference: show});
})();
