// Runs beside the page's own thread: brings the microphone to 16 kHz (windowed sinc, 16 zero crossings a side) and gives int16 in
// pieces of a tenth of a second.
const RATE = 16000, ZEROS = 16, PHASES = 64, PIECE = 1600;

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE; // samples of the microphone for each one that is given
    this.cut = Math.max(1, this.step); // a lower rate cuts what it cannot hold
    this.reach = Math.ceil(ZEROS * this.cut);
    this.phases = Array.from({ length: PHASES }, (_, p) => this.weights(p / PHASES));
    this.held = new Float32Array(2 * this.reach); // silence before the first sample
    this.at = this.reach; // of the next sample to give, in `held`
    this.piece = new Int16Array(PIECE);
    this.filled = 0;
  }

  // Weights of the samples floor(at) - reach + 1 ... floor(at) + reach, for at = floor(at) + fraction.
  weights(fraction) {
    const w = Float32Array.from({ length: 2 * this.reach }, (_, i) => {
      const x = (i - this.reach + 1 - fraction) / this.cut;
      const window = Math.abs(x) < ZEROS ? 0.5 + 0.5 * Math.cos((Math.PI * x) / ZEROS) : 0;
      return (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window;
    });
    const sum = w.reduce((a, b) => a + b, 0);
    return w.map((v) => v / sum);
  }

  process(inputs) {
    const channels = inputs[0];
    if (channels.length === 0) return true;
    const count = channels[0].length;
    const joined = new Float32Array(this.held.length + count);
    joined.set(this.held);
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i];
      joined[this.held.length + i] = sum / channels.length;
    }
    while (this.at + this.reach + 1 < joined.length) {
      const whole = Math.floor(this.at);
      const weights = this.phases[Math.floor((this.at - whole) * PHASES)];
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * joined[whole - this.reach + 1 + i];
      this.piece[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sum * 32768)));
      if (this.filled === PIECE) {
        this.port.postMessage(this.piece.slice());
        this.filled = 0;
      }
      this.at += this.step;
    }
    const used = Math.max(0, Math.floor(this.at) - this.reach);
    this.held = joined.slice(used);
    this.at -= used;
    return true;
  }
}

registerProcessor("microphone", Microphone);
