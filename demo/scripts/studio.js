// What every tab needs: how much room there is for a picture, and bringing an answer into view.
(() => {
  const narrow = () => matchMedia("(max-width: 768px)").matches;

  // Width and height, in CSS pixels, that a picture may have in a tab's reply, and the screen's density.
  const room = (id) => {
    const width = document.getElementById(id)?.clientWidth || 0;
    return [width, innerHeight * (narrow() ? 0.52 : 0.72), devicePixelRatio];
  };

  // On a phone the answer stands below the photo: bring it into view, unless it is there already.
  const reveal = (id) => {
    const answer = document.getElementById(id);
    if (!narrow() || !answer?.checkVisibility()) return;
    const top = answer.getBoundingClientRect().top;
    if (top >= 0 && top < innerHeight * 0.2) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    answer.scrollIntoView({behavior: calm ? "auto" : "smooth", block: "start"});
  };

  // What was made a moment ago is there after the next picture.
  const click = (id) => requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.click()));

  window.studio = {room, reveal, click};
})();
