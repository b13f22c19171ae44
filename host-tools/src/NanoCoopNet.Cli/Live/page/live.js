// The page of `nanocoop live`: shows what the server tells over the WebSocket, and sends pictures, sound and the threshold.
const $ = (id) => document.getElementById(id);
const fixed = (value, digits) => (value === undefined || value === null ? "–" : value.toFixed(digits));
const milliseconds = (value) => fixed(value, value < 1 ? 3 : 1);
const percent = (value) => (value === undefined || value === null ? "–" : `${(100 * value).toFixed(0)} %`);
const HOLD_MS = 1500; // a word stays on the page for so long
let state = null, socket = null, heldUntil = 0;
// The threshold that this page asked for and has not been told of yet: older ones that still arrive do not move the line back.
let wanted = null, wantedUntil = 0;

function make(name, text, attributes = {}) {
  const element = document.createElement(name);
  if (text !== null) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// -- what the server tells ----------------------------------------------------------------------------------------------

function connect() {
  socket = new WebSocket(new URL("socket", location.href.replace(/^http/, "ws")));
  socket.binaryType = "arraybuffer";
  socket.onmessage = (message) => tell(JSON.parse(message.data));
  socket.onclose = () => {
    problem("nanocoop live has ended, or is out of reach.", "Start it again; this page goes on by itself if the address stays.");
    setTimeout(connect, 1000);
  };
}

function tell(message) {
  if (message.type === "state") showState(message);
  else if (message.type === "threshold") takeThreshold(message.threshold);
  else if (message.type === "notice") notice(`${message.message}. Try: ${message.hint}`);
  else showResult(message);
}

function problem(text, hint) {
  $("problem").hidden = !text;
  $("problem").textContent = text ? `${text} ${hint ?? ""}` : "";
}

function notice(text) { $("notice").textContent = text; }

function showState(next) {
  state = { ...next, threshold: wanted !== null && Date.now() < wantedUntil ? wanted : next.threshold };
  $("board").textContent = `${state.problem ? "○ no board" : "● " + state.board} · ${state.model} · ${state.port}`;
  problem(state.problem && `The board is not there: ${state.problem}.`, `${state.hint}. This page goes on by itself.`);
  $("pictures").hidden = state.kind !== "picture";
  $("sounds").hidden = state.kind !== "sound";
  $("words").textContent = `It knows: ${state.classes.join(", ")}.`;
  $("ms-title").textContent = state.msTitle;
  $("energy-is").textContent = state.energyIs
    ? `Energy: ${state.energyIs}.`
    : "Energy needs powers: nanocoop live --power-mw BNN,INT8, or --run with a record that has them.";
  showThreshold();
  showStatistics(state.statistics);
  $("history").replaceChildren(...state.history.map(row));
  if (state.history.length > 0 && $("lamp").dataset.mode === "none") showAnswer(state.history[0]);
}

function takeThreshold(value) {
  if (wanted !== null && value !== wanted && Date.now() < wantedUntil) return;
  wanted = null;
  state.threshold = value;
  showThreshold();
}

function showThreshold() {
  $("threshold").value = Math.round(state.threshold * 256);
  const text = state.threshold.toFixed(3);
  $("threshold-value").textContent = text;
  $("threshold").setAttribute("aria-valuetext", text);
  showCurve();
}

function showStatistics(s) {
  $("ms").textContent = milliseconds(s.ms);
  $("mj").textContent = fixed(s.mj, 3);
  $("full").textContent = percent(s.fullShare);
  $("count").textContent = s.count;
  $("means-title").textContent = `Newest ${s.over || ""} inferences`.replace("  ", " ");
}

function showResult(result) {
  showStatistics(result.statistics);
  const word = result.type === "window" && result.answer;
  if (word) heldUntil = Date.now() + HOLD_MS;
  if (result.type === "result" || word || Date.now() > heldUntil) showAnswer(result);
  if (result.layers.length > 0) showLayers(result.layers);
  if (result.type === "result") {
    $("history").prepend(row(result));
    while ($("history").rows.length > 50) $("history").deleteRow(50);
  }
}

function showAnswer(result) {
  const answer = result.answer ?? "…";
  if ($("answer").textContent !== answer) $("answer").textContent = answer;
  $("lamp").dataset.mode = result.mode;
  $("mode").textContent = {
    light: "light mode: the binary network was sure enough",
    full: "full mode: both networks ran",
    int8: "INT8 network alone",
  }[result.mode];
  $("confidence").textContent = fixed(result.confidence, 3);
  $("fill").style.width = `${100 * (result.confidence ?? 0)}%`;
  $("fill").dataset.mode = result.mode;
  $("top").replaceChildren(...result.top.map((c) => {
    const line = make("li", null), track = make("span", null, { class: "track", "aria-hidden": "true" });
    const inner = make("i", null);
    inner.style.width = `${100 * c.probability}%`;
    track.append(inner);
    line.append(make("span", c.class), track, make("span", c.probability.toFixed(2), { class: "number" }));
    return line;
  }));
}

function showLayers(layers) {
  $("strip").replaceChildren(...layers.map((layer) => {
    const part = make("div", layer.op, { class: layer.net, title: `${layer.net} ${layer.op}: ${fixed(layer.ms, 3)} ms` });
    part.style.flex = `${1e6 * (layer.ms ?? 0)} 1 0`;
    return part;
  }));
  nameLayers();
  $("layers").replaceChildren(...layers.map((layer) => {
    const line = make("tr", null);
    line.append(make("td", layer.net), make("td", layer.op), make("td", fixed(layer.ms, 3), { class: "number" }));
    return line;
  }));
}

// A name that does not fit is left out; the part's title and the table have it.
function nameLayers() {
  for (const part of $("strip").children) {
    part.classList.remove("narrow");
    part.classList.toggle("narrow", part.scrollWidth > part.clientWidth);
  }
}

addEventListener("resize", nameLayers);

function row(result) {
  const line = make("tr", null), when = new Date(result.at);
  line.append(
    make("td", when.toLocaleTimeString([], { hour12: false })), make("td", result.input), make("td", result.answer),
    make("td", result.mode), make("td", fixed(result.confidence, 3), { class: "number" }),
    make("td", milliseconds(result.ms), { class: "number" }),
  );
  return line;
}

function showCurve() {
  const curve = state.curve;
  if (!curve) {
    $("curve").replaceChildren();
    $("here").textContent = "Give a record of this model (nanocoop measure) with --run, and its curve is here.";
    return;
  }
  const W = 560, H = 240, left = 52, right = 16, top = 14, bottom = 40, points = curve.points;
  const range = (of) => [Math.min(...points.map(of)), Math.max(...points.map(of))];
  const [fast, slow] = range((p) => p.ms), [low, high] = range((p) => p.accuracy);
  const x = (ms) => left + ((W - left - right) * (ms - fast)) / (slow - fast || 1);
  const y = (a) => H - bottom - ((H - top - bottom) * (a - low)) / (high - low || 1);
  const svg = (name, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  };
  const here = points[Math.min(255, Math.round(state.threshold * 256))];
  const picture = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-labelledby": "here" });
  const nearRight = x(here.ms) > W - 150, nearTop = y(here.accuracy) < top + 24;
  picture.append(
    svg("path", { class: "axis", fill: "none", d: `M${left} ${top}V${H - bottom}H${W - right}` }),
    svg("text", { x: left, y: H - bottom + 16, "text-anchor": "start" }, fast.toFixed(1)),
    svg("text", { x: W - right, y: H - bottom + 16, "text-anchor": "end" }, slow.toFixed(1)),
    svg("text", { x: (left + W - right) / 2, y: H - 6, "text-anchor": "middle" }, `mean ${state.msTitle}`),
    svg("text", { x: left - 6, y: H - bottom, "text-anchor": "end" }, `${(100 * low).toFixed(1)} %`),
    svg("text", { x: left - 6, y: top + 8, "text-anchor": "end" }, `${(100 * high).toFixed(1)} %`),
    svg("path", { class: "line", d: `M${points.map((p) => `${x(p.ms).toFixed(1)} ${y(p.accuracy).toFixed(1)}`).join("L")}` }),
    svg("circle", { class: "here", cx: x(here.ms), cy: y(here.accuracy), r: 6 }),
    svg("text", {
      class: "here-text", x: x(here.ms) + (nearRight ? -10 : 10), y: y(here.accuracy) + (nearTop ? 22 : nearRight ? -10 : 18),
      "text-anchor": nearRight ? "end" : "start",
    }, "you are here"),
  );
  $("curve").replaceChildren(picture);
  $("here").textContent = `At this threshold: ${(100 * here.accuracy).toFixed(1)} % right, mean ${state.msTitle} ` +
    `${here.ms.toFixed(1)}, ${percent(here.fullShare)} full mode (${curve.data}; ms ${curve.millisecondsAre}).`;
}

// -- what a person does -------------------------------------------------------------------------------------------------

let sent = 0, timer = 0;
function sendThreshold() {
  clearTimeout(timer);
  const wait = 60 - (Date.now() - sent);
  if (wait > 0) { timer = setTimeout(sendThreshold, wait); return; }
  sent = Date.now();
  if (wanted !== null && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ threshold: wanted }));
}
$("threshold").addEventListener("input", () => {
  wanted = $("threshold").value / 256;
  wantedUntil = Date.now() + 2000;
  state.threshold = wanted;
  showThreshold();
  sendThreshold();
});
$("clear").addEventListener("click", () => socket.send(JSON.stringify({ clear: true })));

async function classify(blob, name) {
  const reply = await fetch(`picture?name=${encodeURIComponent(name)}`, { method: "POST", body: blob }).catch(() => null);
  if (!reply) { notice("nanocoop live is out of reach."); return false; }
  const said = await reply.json();
  notice(reply.ok ? "" : `${said.message}. Try: ${said.hint}`);
  return reply.ok;
}

async function take(files) {
  for (const file of files) {
    stopCamera();
    $("shown").src = URL.createObjectURL(file);
    $("shown").alt = file.name;
    $("shown").hidden = false;
    $("drop-text").textContent = file.name;
    await classify(file, file.name);
  }
}
$("file").addEventListener("change", (e) => take([...e.target.files]).then(() => { e.target.value = ""; }));
$("drop").addEventListener("dragover", (e) => { e.preventDefault(); $("drop").classList.add("over"); });
$("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
addEventListener("dragover", (e) => e.preventDefault());
addEventListener("drop", (e) => {
  e.preventDefault();
  $("drop").classList.remove("over");
  if (state?.kind === "picture") take([...e.dataTransfer.files]);
});
addEventListener("paste", (e) => { if (state?.kind === "picture") take([...e.clipboardData.files]); });

let camera = null;
function stopCamera() {
  camera?.getTracks().forEach((track) => track.stop());
  camera = null;
  $("camera-view").hidden = true;
  $("camera").setAttribute("aria-pressed", "false");
}
$("camera").addEventListener("click", async () => {
  if (camera) { stopCamera(); return; }
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: true });
  } catch (error) {
    notice(`The camera cannot be used: ${error.message}. Allow it for this page, or open the page on the PC itself.`);
    return;
  }
  const own = camera, view = $("camera-view"), canvas = document.createElement("canvas");
  view.srcObject = own;
  view.hidden = false;
  $("shown").hidden = true;
  $("drop-text").textContent = "";
  $("camera").setAttribute("aria-pressed", "true");
  await view.play();
  while (camera === own) { // the next picture once the board has answered to the one before
    canvas.width = view.videoWidth;
    canvas.height = view.videoHeight;
    canvas.getContext("2d").drawImage(view, 0, 0);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
    const good = await classify(blob, "camera");
    await new Promise((done) => setTimeout(done, good ? 100 : 1000));
  }
});

let listening = null;
$("microphone").addEventListener("click", async () => {
  if (listening) {
    listening.stream.getTracks().forEach((track) => track.stop());
    await listening.context.close();
    listening = null;
    $("microphone").setAttribute("aria-pressed", "false");
    $("level").style.width = 0;
    return;
  }
  try {
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
    const context = new AudioContext();
    await context.audioWorklet.addModule("microphone.js");
    const worklet = new AudioWorkletNode(context, "microphone", { numberOfOutputs: 0 });
    context.createMediaStreamSource(stream).connect(worklet);
    worklet.port.onmessage = ({ data }) => {
      let sum = 0;
      for (const s of data) sum += s * s;
      const decibel = 10 * Math.log10(sum / data.length / 32768 ** 2 + 1e-9);
      $("level").style.width = `${Math.max(0, Math.min(100, ((decibel + 70) / 70) * 100))}%`;
      if (socket.readyState === WebSocket.OPEN) socket.send(data.buffer);
    };
    listening = { stream, context };
    $("microphone").setAttribute("aria-pressed", "true");
  } catch (error) {
    notice(`The microphone cannot be used: ${error.message}. Allow it for this page, or open the page on the PC itself.`);
  }
});

connect();
