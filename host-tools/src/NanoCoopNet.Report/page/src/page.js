// The page: draws every figure, follows theme, width and printer, and turns CT.
import { echarts } from "./charts.js";
import { show } from "./format.js";
import { option } from "./option.js";
import { themes } from "./themes.js";

const NARROW_PX = 560;
const report = JSON.parse(document.getElementById("report-data").textContent);
const darkWanted = matchMedia("(prefers-color-scheme: dark)");
const state = {
    theme: location.hash === "#dark" || location.hash === "#light" ? location.hash.slice(1) : null,
    ct: null,
    printing: false,
};
const views = [];

function theme() {
    return themes[state.printing ? "light" : (state.theme ?? (darkWanted.matches ? "dark" : "light"))];
}

function draw(view) {
    view.chart.resize();
    const narrow = view.element.clientWidth < NARROW_PX;
    view.chart.setOption(
        option(report, view.figure, {
            theme: theme(),
            narrow,
            x: view.x,
            logX: view.logX,
            logY: view.logY,
            ct: state.ct,
            interactive: !state.printing,
        }),
        { notMerge: true },
    );
}

function drawAll() {
    document.documentElement.dataset.theme = theme().name;
    document.documentElement.toggleAttribute("data-printing", state.printing);
    views.forEach(draw);
}

function control(parent, label, input) {
    const wrapper = document.createElement("label");
    wrapper.append(input, ` ${label}`);
    parent.append(wrapper);
}

function checkbox(checked, onChange) {
    const input = document.createElement("input");
    input.type = "checkbox";
    input.checked = checked;
    input.addEventListener("change", () => onChange(input.checked));
    return input;
}

function select(titles, onChange) {
    const input = document.createElement("select");
    titles.forEach((title, i) => input.add(new Option(title, String(i))));
    input.addEventListener("change", () => onChange(Number(input.value)));
    return input;
}

function mount(element) {
    const figure = report.figures.find((f) => f.id === element.dataset.figure);
    const canvas = element.querySelector(".chart"),
        controls = element.querySelector(".controls");
    const view = {
        element: canvas,
        figure,
        x: 0,
        logX: figure.x[0].isLogarithmic,
        logY: false,
        chart: echarts.init(canvas, null, { renderer: "svg" }),
    };
    const change = (patch) => {
        Object.assign(view, patch);
        draw(view);
    };
    if (figure.x.length > 1)
        control(
            controls,
            "",
            select(
                figure.x.map((x) => x.title),
                (x) => change({ x }),
            ),
        );
    if (figure.x.some((x) => x.canBeLogarithmic))
        control(
            controls,
            "logarithmic x",
            checkbox(view.logX, (logX) => change({ logX })),
        );
    if (figure.y.canBeLogarithmic)
        control(
            controls,
            "logarithmic y",
            checkbox(view.logY, (logY) => change({ logY })),
        );
    views.push(view);
}

/** The slider: what every model gives at a threshold, from the rows of the curves. */
function mountSlider() {
    const slider = document.getElementById("ct-slider"),
        out = document.getElementById("ct-values");
    if (!slider) return;
    const tables = report.curves.map((c) => ({ ...c, table: report.tables[c.table] }));
    const columns = tables[0].table.columns.filter((c) =>
        tables.some((t) => t.table.rows.some((row) => row[t.table.columns.findIndex((d) => d.name === c.name)] !== null)),
    );
    const turn = () => {
        const rows = tables.map((t) => ({
            name: t.model,
            cells: columns.map((c) =>
                show(t.table.rows[Number(slider.value)][t.table.columns.findIndex((d) => d.name === c.name)], c.format),
            ),
        }));
        const head = document.createElement("tr");
        head.append(
            ...["", ...columns.map((c) => c.title)].map((text) =>
                Object.assign(document.createElement("th"), { textContent: text }),
            ),
        );
        out.replaceChildren(
            head,
            ...rows.map((row) => {
                const tr = document.createElement("tr");
                tr.append(
                    ...[row.name, ...row.cells].map((text) => Object.assign(document.createElement("td"), { textContent: text })),
                );
                return tr;
            }),
        );
        state.ct = tables[0].table.rows[Number(slider.value)][0];
        views.filter((v) => v.figure.followsCt).forEach(draw);
    };
    slider.addEventListener("input", turn);
    turn();
}

document.querySelectorAll("figure[data-figure]").forEach(mount);
document.getElementById("theme").addEventListener("click", () => {
    state.theme = theme().name === "dark" ? "light" : "dark";
    drawAll();
});
darkWanted.addEventListener("change", drawAll);
addEventListener("resize", drawAll);
addEventListener("beforeprint", () => {
    state.printing = true;
    drawAll();
});
addEventListener("afterprint", () => {
    state.printing = false;
    drawAll();
});
drawAll();
mountSlider();
document.documentElement.dataset.ready = "yes";
