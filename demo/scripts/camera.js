// The camera for photos and clips: a sheet with its picture, a self-timer that is seen and heard, one button.
(() => {
  const WORDS = studio.WORDS.camera;
  const REASONS = {NotAllowedError: WORDS.refused, SecurityError: WORDS.refused, NotFoundError: WORDS.none};
  let sheet, stream, recorder, running;

  // What was asked of a camera, or the sentence that says why there is none.
  const openCamera = async (wish) => {
    if (!navigator.mediaDevices?.getUserMedia) return {sentence: WORDS.insecure};
    try {
      return {stream: await navigator.mediaDevices.getUserMedia({video: wish, audio: false})};
    } catch (error) {
      return {sentence: REASONS[error.name] || WORDS.busy};
    }
  };

  // One short tone, heard across a room. A page of tests reads what was played from ``studio.sounds``.
  let audio;
  studio.sounds = [];
  const tone = (pitch, seconds, volume = 0.25) => {
    audio ??= new AudioContext();
    audio.resume();
    const sound = audio.createOscillator(), swell = audio.createGain(), now = audio.currentTime;
    sound.frequency.value = pitch;
    swell.gain.setValueAtTime(0, now);
    swell.gain.linearRampToValueAtTime(volume, now + 0.02);
    swell.gain.exponentialRampToValueAtTime(0.001, now + seconds);
    sound.connect(swell).connect(audio.destination);
    sound.start(now);
    sound.stop(now + seconds);
    studio.sounds.push({pitch, seconds, at: performance.now()});
  };

  const part = (name) => sheet.querySelector(`[data-part=${name}]`);
  const say = (sentence) => { part("word").textContent = sentence; };

  const watch = async (device) => {
    stream?.getTracks().forEach((track) => track.stop());
    const size = sheet.dataset.kind === "clip" ? {width: 1280, height: 960} : {width: 1920, height: 1440};
    const wish = device ? {deviceId: {exact: device}, ...size} : {facingMode: "environment", ...size};
    const found = await openCamera(wish);
    stream = found.stream;
    part("take").disabled = !stream;
    if (!stream) return say(found.sentence);
    say("");
    part("video").srcObject = stream;
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    const choice = part("which");
    choice.hidden = cameras.length < 2;
    choice.replaceChildren(...cameras.map((one, number) => new Option(one.label || `${number + 1}`, one.deviceId)));
    const used = stream.getVideoTracks()[0]?.getSettings().deviceId || device;
    if (used) choice.value = used;
  };

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  const countDown = async (seconds, mine) => {
    const number = part("count");
    for (let left = seconds; left > 0; left -= 1) {
      number.textContent = left;
      tone(left > 1 ? 660 : 880, 0.15);
      await pause(1000);
      if (running !== mine) return false;
    }
    number.textContent = "";
    return true;
  };

  const snapshot = async () => {
    const video = part("video"), canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
    studio.put(sheet.dataset.field, new File([content], "snapshot.jpg", {type: "image/jpeg"}));
  };

  const record = async (mine) => {
    const pieces = [];
    recorder = new MediaRecorder(stream, {mimeType: "video/webm"});
    recorder.ondataavailable = (event) => pieces.push(event.data);
    const done = new Promise((stop) => { recorder.onstop = stop; });
    recorder.start(500);
    part("take").textContent = WORDS.stop;
    const limit = setTimeout(() => recorder.state === "recording" && recorder.stop(), 1000 * WORDS.most_seconds);
    await done;
    clearTimeout(limit);
    recorder = undefined;
    if (running === mine) studio.put(sheet.dataset.field, new File(pieces, "recording.webm", {type: "video/webm"}));
  };

  const take = async () => {
    if (recorder) return recorder.stop();
    if (running) return stopTimer();
    const mine = running = {};
    const seconds = Number(new FormData(part("timer")).get("timer"));
    if (seconds) part("take").textContent = WORDS.cancel;
    if (await countDown(seconds, mine)) {
      tone(1320, 0.4);
      await (sheet.dataset.kind === "clip" ? record(mine) : snapshot());
      if (running === mine) close();
    }
    return undefined;
  };

  const label = () => { part("take").textContent = sheet.dataset.kind === "clip" ? WORDS.record : WORDS.take; };

  const stopTimer = () => {
    running = undefined;
    part("count").textContent = "";
    label();
  };

  const close = () => {
    stopTimer();
    recorder?.stop();
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    sheet.close();
  };

  const build = () => {
    const timers = WORDS.timers.map(([seconds, name], index) => (
      `<label><input type="radio" name="timer" value="${seconds}" ${index ? "" : "checked"}> ${name}</label>`
    ));
    sheet = document.createElement("dialog");
    sheet.className = "camera-sheet";
    sheet.setAttribute("aria-label", WORDS.title);
    sheet.innerHTML = `
      <div class="camera-stage"><video data-part="video" autoplay playsinline muted></video>
        <output class="camera-count" data-part="count"></output></div>
      <p role="alert" data-part="word"></p>
      <form data-part="timer"><fieldset><legend>${WORDS.timer}</legend>${timers.join("")}</fieldset></form>
      <div class="sheet-buttons">
        <select data-part="which" aria-label="${WORDS.which}" hidden></select>
        <button type="button" data-part="close">${WORDS.close}</button>
        <button type="button" class="chief" data-part="take"></button></div>`;
    document.querySelector(".gradio-container").append(sheet);
    part("take").addEventListener("click", take);
    part("close").addEventListener("click", close);
    part("which").addEventListener("change", (event) => watch(event.target.value));
    sheet.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("button[data-tool=camera]");
    if (!opener) return;
    if (!sheet) build();
    sheet.dataset.field = opener.dataset.field;
    sheet.dataset.kind = opener.dataset.field === "clip" ? "clip" : "photo";
    label();
    sheet.showModal();
    watch();
  });

  Object.assign(studio, {openCamera, tone});
})();
