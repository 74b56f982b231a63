// The Live tab: the camera's own picture at its full rate, skeletons drawn over it, frames asked about two at a time.
(() => {
  const WORDS = studio.WORDS.live, {LIMBS, SIDES} = studio.WORDS.skeleton;
  const FRAME_WIDTH = 480, RATE_SECONDS = 3, LEAST_LOOKS = 3, AT_ONCE = 2, LATE_SECONDS = 1.5;
  const id = (name) => document.getElementById(name);
  const session = () => window.__gradio_session_hash__;

  let stream, running = false, answer = null, looks = [], wake, taken = 0, sent = 0, shown = 0, shownFrom = 0;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Where the picture lies inside its frame, which it fills as far as its shape allows.
  const place = (video, canvas) => {
    const scale = Math.min(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
    return {
      scale: scale * (video.videoWidth / (answer?.width || video.videoWidth)),
      left: (canvas.width - scale * video.videoWidth) / 2,
      top: (canvas.height - scale * video.videoHeight) / 2,
    };
  };

  const bones = (brush, joints, at, width, paint) => {
    brush.lineCap = "round";
    const point = (joint) => [at.left + at.scale * joint[0], at.top + at.scale * joint[1]];
    for (const [ink, extra] of paint) {
      for (const [a, b, side] of LIMBS) {
        if (!joints[a] || !joints[b]) continue;
        brush.strokeStyle = ink[side];
        brush.lineWidth = width * extra;
        brush.beginPath();
        brush.moveTo(...point(joints[a]));
        brush.lineTo(...point(joints[b]));
        brush.stroke();
      }
    }
    for (const [index, joint] of joints.entries()) {
      if (!joint) continue;
      brush.fillStyle = paint.at(-1)[0][SIDES[index]];
      brush.beginPath();
      brush.arc(...point(joint), width * 0.8, 0, 7);
      brush.fill();
    }
  };

  const inks = () => {
    const same = (ink) => ({left: ink, right: ink, middle: ink});
    const sides = {left: colour("--left-line"), right: colour("--right-line"), middle: colour("--middle-line")};
    return {sides, white: same("#fff"), ghost: same("rgb(120 230 190 / 60%)")};
  };

  // Once for each answer, and whenever the picture's place changes: between two of them nothing moves but the picture.
  const draw = () => {
    if (!running) return;
    const video = id("live-video"), canvas = id("live-canvas");
    const density = Math.min(devicePixelRatio, 2);
    const [width, height] = [Math.round(canvas.clientWidth * density), Math.round(canvas.clientHeight * density)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, {width, height});
    const brush = canvas.getContext("2d");
    brush.clearRect(0, 0, width, height);
    if (video.videoWidth && answer?.people) {
      const at = place(video, canvas), line = Math.max(3 * density, width / 180), ink = inks();
      if (answer.ghost && id("live-ghost").checked) {
        bones(brush, answer.ghost.joints, at, 2.6 * line, [[ink.ghost, 1]]);
      }
      for (const person of answer.people) {
        bones(brush, person.joints, at, line, [[ink.white, 1.7], [ink.sides, 1]]);
        const top = person.joints.filter(Boolean).reduce((best, joint) => (joint[1] < best[1] ? joint : best));
        number(brush, person.number, at.left + at.scale * top[0], at.top + at.scale * top[1] - 4 * line, line);
      }
    }
  };

  // Numbers are not mirrored with the picture.
  const number = (brush, text, x, y, line) => {
    if (answer.people.length < 2) return;
    brush.save();
    brush.translate(x, y);
    if (id("live-mirror").checked) brush.scale(-1, 1);
    brush.font = `600 ${6 * line}px sans-serif`;
    brush.textAlign = "center";
    brush.lineWidth = 1.2 * line;
    brush.strokeStyle = "#fff";
    brush.fillStyle = "#222";
    brush.strokeText(text, 0, 0);
    brush.fillText(text, 0, 0);
    brush.restore();
  };

  const write = (name, text) => { if (id(name).textContent !== text) id(name).textContent = text; };
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  const show = (seen) => {
    const now = seen.current;
    const side = now?.side ? `, ${WORDS[now.side]}` : "";
    write("live-name", now ? `${now.sanskrit}${side}` : "");
    id("live-name").lang = "sa-Latn";
    write("live-time", now ? clock(now.seconds) : "");
    const longest = now && Math.max(...seen.held.filter((one) => one.id === now.id).map((one) => one.seconds));
    write("live-longest", longest > now?.seconds + 1 ? WORDS.longest.replace("{seconds}", Math.floor(longest)) : "");
    write("live-says", seen.says || (id("live-ghost").checked && seen.ghost?.says) || "");
  };

  // How long ago the camera saw what is drawn, seconds.
  const age = () => (performance.now() - shownFrom) / 1000;

  // On a machine that is too slow, or busy, what is drawn is not what is seen: it fades until it is again.
  const fade = () => id("live-stage").classList.toggle("late", running && Boolean(answer) && age() > LATE_SECONDS);

  const rate = () => {
    const now = performance.now();
    looks.push(now);
    while (looks.length > LEAST_LOOKS && now - looks[0] > 1000 * RATE_SECONDS) looks.shift();
    if (looks.length < LEAST_LOOKS) return;
    const each = (1000 * (looks.length - 1)) / (now - looks[0]);
    const behind = age() > LATE_SECONDS ? WORDS.behind.replace("{seconds}", Math.round(age())) : "";
    write("live-rate", WORDS.rate.replace("{rate}", each.toFixed(each < 2 ? 1 : 0)) + behind);
  };

  // The newest frame, small; whatever came while the one before was looked at is dropped.
  const small = document.createElement("canvas");
  const frame = (video) => {
    small.width = Math.min(FRAME_WIDTH, video.videoWidth);
    small.height = Math.round((small.width * video.videoHeight) / video.videoWidth);
    small.getContext("2d").drawImage(video, 0, 0, small.width, small.height);
    return small.toDataURL("image/jpeg", 0.8);
  };

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // Two of these run: while one frame is looked at, the next is on its way.
  const look = async (own) => {
    const video = id("live-video");
    while (stream === own) {
      if (!video.videoWidth || document.hidden) {
        await pause(100);
        continue;
      }
      const newest = video.getVideoPlaybackQuality().totalVideoFrames;
      if (newest === taken) {
        await pause(5);
        continue;
      }
      taken = newest;
      const number = (sent += 1), from = performance.now();
      const asked = {frame: frame(video), reference: id("live-ghost").checked ? studio.reference() : null};
      try {
        const reply = await fetch("gradio_api/run/look", {
          method: "POST",
          headers: {"Content-Type": "application/json"},
          body: JSON.stringify({data: [asked, null], session_hash: session()}),
        });
        const [told] = (await reply.json()).data;
        if (stream !== own) return;
        if (told?.people) {
          if (number < shown) continue; // a later one has overtaken it
          [shown, shownFrom] = [number, from];
          answer = told;
          fade();
          rate();
          draw();
          show(told);
          studio.practise(told);
        } else {
          await pause(200); // nothing to see yet, or too many cameras at once
        }
      } catch {
        write("live-says", WORDS.unreachable);
        await pause(1000);
      }
    }
  };

  const start = async () => {
    const found = await studio.openCamera({facingMode: "user", width: 1280, height: 720});
    if (!found.stream) return write("live-says", found.sentence);
    stream = found.stream;
    running = true;
    id("live-video").srcObject = stream;
    id("live-start").hidden = true;
    id("live-stage").classList.add("runs");
    write("live-toggle", WORDS.stop);
    wake = await navigator.wakeLock?.request("screen").catch(() => undefined);
    return Promise.all(Array.from({length: AT_ONCE}, () => look(stream)));
  };

  const stop = () => {
    running = false;
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    wake?.release();
    answer = null;
    id("live-video").srcObject = null;
    id("live-canvas").getContext("2d").clearRect(0, 0, 1e5, 1e5);
    id("live-start").hidden = false;
    id("live-stage").classList.remove("runs", "late");
    for (const name of ["live-says", "live-name", "live-time", "live-longest", "live-rate"]) write(name, "");
    write("live-toggle", WORDS.start);
  };

  const keep = () => {
    const main = answer?.people.find((one) => one.number === answer.main);
    if (!main) return studio.tell(WORDS.nothing_to_keep);
    id("live-ghost").checked = true;
    return studio.keep({joints: main.joints, name: id("live-name").textContent, picture: frame(id("live-video"))});
  };

  const PRESSED = {
    "live-toggle": () => (running ? stop() : start()),
    "live-full": () => (document.fullscreenElement ? document.exitFullscreen() : id("live-stage").requestFullscreen()),
    "live-keep": keep,
  };
  // The buttons come late, and whoever is quick presses them at once.
  document.addEventListener("click", (event) => PRESSED[event.target.closest?.("button")?.id]?.());

  const setUp = () => {
    if (!id("live-toggle")) return setTimeout(setUp, 100);
    id("live-ghost-label").hidden = !studio.reference();
    const mirror = () => {
      id("live-stage").classList.toggle("mirrored", id("live-mirror").checked);
      draw();
    };
    id("live-mirror").addEventListener("change", mirror);
    mirror();
    id("live-ghost").addEventListener("change", draw);
    new ResizeObserver(draw).observe(id("live-canvas"));
    setInterval(fade, 250);
    return studio.setUpPractice();
  };

  studio.clock = clock;
  studio.live = {state: () => ({running, answer})};
  setUp();
})();
