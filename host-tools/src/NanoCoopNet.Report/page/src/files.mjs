// node src/files.mjs REPORT.json FOLDER [--png] [--dark]: every figure as SVG, for dark pages as well, and as PNG at 300 dots an
// inch of an 8 cm x 5 cm print.
import { Resvg } from "@resvg/resvg-js";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { echarts } from "./charts.js";
import { option } from "./option.js";
import { themes } from "./themes.js";

const WIDTH = 720,
    HEIGHT = 450,
    PNG_WIDTH = 1800;
const [source, folder, ...flags] = process.argv.slice(2);
const report = JSON.parse(fs.readFileSync(source, "utf8"));
const fonts = path.join(path.dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");

function draw(figure, theme) {
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
    chart.setOption(option(report, figure, { theme, width: WIDTH, narrow: false, ct: null }));
    const svg = chart.renderToSVGString();
    chart.dispose();
    return svg;
}

for (const figure of report.figures) {
    const svg = draw(figure, themes.light);
    fs.writeFileSync(path.join(folder, `${figure.id}.svg`), svg);
    if (flags.includes("--dark")) fs.writeFileSync(path.join(folder, `${figure.id}-dark.svg`), draw(figure, themes.dark));
    if (flags.includes("--png")) {
        const image = new Resvg(svg, {
            fitTo: { mode: "width", value: PNG_WIDTH },
            font: { loadSystemFonts: false, fontDirs: [fonts], defaultFontFamily: "DejaVu Sans" },
        });
        fs.writeFileSync(path.join(folder, `${figure.id}.png`), image.render().asPng());
    }
}
