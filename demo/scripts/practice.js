// A practice: a list of asanas and lengths, a bell when one was held long enough, and what was held to take home.
(() => {
  const WORDS = studio.WORDS.live;
  const id = (name) => document.getElementById(name);
  const named = (number) => WORDS.asanas[number]?.[0] || "";

  let steps = [], step = 0, held = [], rung = new Set();

  const speak = (sentence) => {
    if (!id("live-speak").checked || !window.speechSynthesis) return;
    const words = new SpeechSynthesisUtterance(sentence);
    words.lang = "en";
    speechSynthesis.speak(words);
  };

  // A soft bell: a tone and two of its overtones.
  const bell = () => [[523, 1], [1046, 0.5], [1568, 0.25]].forEach(([pitch, share]) => studio.tone(pitch, 2.4, 0.2 * share));

  const asked = () => (steps[step] ? steps[step].seconds : Number(id("live-bell").value));

  // Once for each hold: when it has become as long as was asked for.
  const ring = (now) => {
    const key = `${now.id} ${now.side} ${now.start}`;
    if (!asked() || now.seconds < asked() || rung.has(key)) return;
    if (steps[step] && steps[step].id !== now.id) return;
    rung.add(key);
    bell();
    if (steps[step]) advance();
  };

  const advance = () => {
    step += 1;
    const next = steps[step];
    const words = WORDS.next.replace("{name}", next && named(next.id)).replace("{seconds}", next?.seconds);
    speak(next ? words : WORDS.done);
    if (!next) studio.tell(WORDS.done);
    list();
  };

  const list = () => {
    const now = steps[step], count = steps.length;
    const words = {number: step + 1, count, name: now && named(now.id), seconds: now?.seconds};
    id("live-step").textContent = now ? WORDS.step.replace(/{(\w+)}/g, (_, key) => words[key]) : "";
    id("practice-list").replaceChildren(...steps.map((one, index) => {
      const row = document.createElement("li");
      row.className = index < step ? "done" : index === step ? "now" : "";
      const what = document.createElement("span");
      what.textContent = `${named(one.id)}, ${one.seconds} s`;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "\u00d7";
      remove.ariaLabel = WORDS.remove.replace("{name}", named(one.id));
      remove.addEventListener("click", () => {
        steps.splice(index, 1);
        step = Math.min(step, steps.length);
        list();
      });
      row.append(what, remove);
      return row;
    }));
  };

  // The knee or hip that tells the side of an asana, and its mean degrees over the holds of each side, seconds counted.
  const bent = (holds) => {
    const sided = holds.filter((one) => one.bent);
    if (!sided.length) return null;
    const longest = sided.reduce((best, one) => (one.seconds > best.seconds ? one : best));
    const part = longest.bent.split("_")[1], result = {part, left: null, right: null};
    for (const side of ["left", "right"]) {
      const name = `${side}_${part}`, measured = holds.filter((one) => one.side === side && name in one.angles);
      const seconds = measured.reduce((sum, one) => sum + one.seconds, 0);
      const whole = measured.reduce((sum, one) => sum + one.seconds * one.angles[name], 0);
      if (measured.length) result[side] = Math.round((10 * whole) / seconds) / 10;
    }
    return result;
  };

  // All holds of one asana together, side by side.
  const summary = () => {
    const rows = new Map();
    for (const one of held) {
      const row = rows.get(one.id) || {id: one.id, sanskrit: one.sanskrit, english: one.english, left: 0, right: 0, both: 0, longest: 0};
      row[one.side || "both"] += one.seconds;
      row.longest = Math.max(row.longest, one.seconds);
      rows.set(one.id, row);
    }
    return [...rows.values()].map((row) => ({...row, bent: bent(held.filter((one) => one.id === row.id))}));
  };

  const sentence = (row) => {
    const whole = (seconds) => Math.round(seconds);
    const parts = ["left", "right"].filter((side) => row[side]).map((side) => `${WORDS[side]} ${whole(row[side])} s`);
    if (row.both) parts.push(`${whole(row.both)} s`);
    const less = Math.abs(whole(row.left) - whole(row.right));
    if (row.left && row.right && less) {
      const side = WORDS[row.left < row.right ? "left" : "right"];
      parts.push(WORDS.less.replace("{seconds}", less).replace("{side}", side));
    }
    const said = [parts.join(", "), WORDS.longest.replace("{seconds}", whole(row.longest))];
    const degrees = ["left", "right"].filter((side) => row.bent && row.bent[side] !== null).map((side) =>
      WORDS.degrees.replace("{degrees}", whole(row.bent[side])).replace("{side}", WORDS[side])
    );
    if (degrees.length) said.push(`${WORDS.bent[row.bent.part]} ${degrees.join(", ")}`);
    return said.join("; ");
  };

  const tellHeld = () => {
    const rows = summary();
    const text = rows.map((row) => `${row.sanskrit}: ${sentence(row)}`).join("\n") || WORDS.nothing_held;
    if (id("practice-held").textContent !== text) id("practice-held").textContent = text;
    id("practice-home").hidden = !rows.length;
  };

  const save = (content, type, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], {type}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const picture = () => new Promise((done) => {
    const rows = summary(), canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
    Object.assign(canvas, {width: 1024, height: 120 + 110 * rows.length});
    const most = Math.max(...rows.map((row) => Math.max(row.left, row.right, row.both)));
    const colours = {left: "rgb(0 114 178)", right: "rgb(230 126 0)", both: "rgb(84 84 84)"};
    brush.fillStyle = "#faf8f4";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = "#262626";
    brush.font = "600 36px Georgia, serif";
    brush.fillText(document.title, 40, 70);
    rows.forEach((row, index) => {
      const top = 120 + 110 * index;
      brush.fillStyle = "#262626";
      brush.font = "600 24px sans-serif";
      brush.fillText(row.sanskrit, 40, top + 24);
      brush.font = "18px sans-serif";
      brush.fillText(sentence(row), 40, top + 52, 944);
      ["left", "right", "both"].filter((side) => row[side]).forEach((side, line) => {
        brush.fillStyle = colours[side];
        brush.fillRect(40, top + 62 + 14 * line, Math.max(4, (944 * row[side]) / most), 10);
      });
    });
    canvas.toBlob(done, "image/png");
  });

  const takeHome = async (kind) => {
    if (kind === "json") return save(JSON.stringify({held, summary: summary()}, null, 2), "application/json", "practice.json");
    if (kind === "png") return save(await picture(), "image/png", "practice.png");
    const rows = held.map((one) => [
      one.sanskrit, one.english, one.side || "", one.start, one.seconds, ...WORDS.angles.map((name) => one.angles[name] ?? ""),
    ]);
    const cell = (value) => `"${String(value).replaceAll('"', '""')}"`;
    const lines = [["sanskrit", "english", "side", "start", "seconds", ...WORDS.angles], ...rows].map((row) => row.map(cell).join(","));
    return save(`${lines.join("\r\n")}\r\n`, "text/csv", "practice.csv");
  };

  studio.practise = (seen) => {
    if (JSON.stringify(held) !== JSON.stringify(seen.held)) {
      held = seen.held;
      tellHeld();
    }
    if (seen.current) ring(seen.current);
  };

  studio.setUpPractice = () => {
    id("practice-add").addEventListener("click", () => {
      const seconds = Math.min(600, Math.max(3, Math.round(Number(id("practice-seconds").value)) || 30));
      steps.push({id: Number(id("practice-asana").value), seconds});
      list();
    });
    id("practice-ready").addEventListener("change", (event) => {
      steps = (WORDS.practices[event.target.value] || []).map(([number, seconds]) => ({id: number, seconds}));
      step = 0;
      list();
    });
    id("practice-home").addEventListener("click", (event) => {
      const kind = event.target.dataset.take;
      if (kind) takeHome(kind);
    });
    tellHeld();
  };
})();
